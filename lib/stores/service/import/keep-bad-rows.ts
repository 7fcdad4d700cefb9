import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Tx } from "@/lib/platform/db";
import { type BadRow, mostBadRows } from "../../client/feed/bad-rows";
import type { FeedLanguage } from "../../schema";
import type { Reading } from "./seen";

const pack = promisify(gzip);

/** Keeps the bad rows of a page of a feed, up to a limit for the whole run. */
export async function keepBadRows(
  tx: Tx,
  {
    storeId,
    runId,
    language,
    header,
  }: Omit<Reading, "notesId"> & { language: FeedLanguage; header: readonly string[] },
  rows: readonly BadRow[],
): Promise<void> {
  const last = rows.at(-1);
  if (!last) return;
  const kept = await tx.importBadRows.aggregate({ where: { storeId, runId }, _sum: { count: true } });
  const fitting = rows.slice(0, Math.max(0, mostBadRows - (kept._sum.count ?? 0)));
  if (fitting.length === 0) return;
  const content = new Uint8Array(await pack(JSON.stringify({ header, rows: fitting })));
  const data = { storeId, runId, source: language, line: last.line, count: fitting.length, content };
  await tx.importBadRows.create({ data });
}

/** Forgets the bad rows of a feed that is read from its start, and those of earlier runs. */
export async function forgetBadRows(
  tx: Tx,
  { storeId, runId, language }: Omit<Reading, "notesId"> & { language: FeedLanguage },
): Promise<void> {
  await tx.importBadRows.deleteMany({
    where: { storeId, OR: [{ runId: { not: runId } }, { runId, source: language }] },
  });
}
