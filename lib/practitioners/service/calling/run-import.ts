import { audit } from "@/lib/platform/audit";
import type { CsvRow } from "@/lib/platform/csv/read-csv";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { sendJob } from "@/lib/platform/jobs/queue";
import { readCallingTable } from "../../client/calling-csv";
import type { By } from "./preview-import";
import { readRow } from "./read-row";
import type { ReadRecord } from "./record";
import { countTaken, takeRead } from "./take";

/** The queue that takes files of calling data. */
export const callingImportJob = "practitioners.import_calling";

const rowsAtOnce = 500;

const nudge = (tx: Tx, id: number) => sendJob(tx, callingImportJob, { id }, { key: `${id}` });

/** Starts the import of a file that was looked at. Throws `not_found`, and `illegal_transition` for one that was started before. */
export async function startImport(by: By, id: number): Promise<void> {
  await transaction("system", async tx => {
    const started =
      await tx.$executeRaw`UPDATE calling_import SET state = 'pending' WHERE id = ${id} AND state = 'preview'`;
    if (started === 0) {
      const isThere = await tx.callingImport.count({ where: { id } });
      throw new AppError(isThere ? "illegal_transition" : "not_found");
    }
    await audit(tx, {
      action: "calling.import_started",
      actor: { kind: "user", id: by.actor.id },
      subject: { kind: "calling_import", id },
      ...by.caller,
    });
    await nudge(tx, id);
  });
}

type Held = { file: Uint8Array; done: number; defaultRegion: string | null };

async function begin(id: number): Promise<Held | null> {
  const [held] = await transaction(
    "system",
    tx => tx.$queryRaw<Held[]>`
      UPDATE calling_import SET state = 'running' WHERE id = ${id} AND state IN ('pending', 'running')
      RETURNING file, done, default_region AS "defaultRegion"`,
  );
  return held ?? null;
}

async function end(tx: Tx, id: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE calling_import SET state = 'done', file = NULL, preview = NULL, ended_at = app_now() WHERE id = ${id}`;
  const select = { created: true, updated: true, unchanged: true, rejected: true };
  const detail = await tx.callingImport.findUniqueOrThrow({ where: { id }, select });
  const subject = { kind: "calling_import", id };
  await audit(tx, { action: "calling.import_done", actor: { kind: "system" }, subject, detail });
}

type Rows = { id: number; from: number; rows: readonly CsvRow[]; read: readonly ReadRecord[]; total: number };

/**
 * Takes rows of an import in one transaction with how far it is, so that whoever takes over after a crash goes on there. Returns how far it is then;
 * where another worker was faster it takes none of them.
 */
async function takeRows(tx: Tx, { id, from, rows, read, total }: Rows): Promise<number> {
  const [held] = await tx.$queryRaw<{ done: number }[]>`
    SELECT done FROM calling_import WHERE id = ${id} AND state = 'running' FOR UPDATE`;
  if (held?.done !== from) return held?.done ?? total;
  const taken = await takeRead(tx, read);
  const { created, updated, unchanged, rejected } = countTaken(taken);
  const faults = taken.flatMap(({ index, errors }) => (errors.length > 0 ? [{ ...rows[index], errors }] : []));
  await tx.$executeRaw`
    INSERT INTO calling_import_fault (import_id, line, cells, errors)
    SELECT ${id}, line, cells, errors
    FROM jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) AS r(line int, cells text[], errors jsonb)`;
  await tx.$executeRaw`
    UPDATE calling_import SET done = done + ${rows.length}, created = created + ${created}, updated = updated + ${updated},
      unchanged = unchanged + ${unchanged}, rejected = rejected + ${rejected} WHERE id = ${id}`;
  const done = from + rows.length;
  if (done >= total) await end(tx, id);
  return done;
}

/** Takes the rows of a file that was started, until its end or until `signal` is aborted; then the next job goes on where this one stopped. */
export async function runCallingImport(id: number, signal: AbortSignal): Promise<void> {
  const held = await begin(id);
  if (!held) return;
  const table = readCallingTable(Buffer.from(held.file));
  const total = table.rows.length;
  for (let from = held.done; from < total; ) {
    signal.throwIfAborted();
    const rows = table.rows.slice(from, from + rowsAtOnce);
    // Before the transaction: it shall hold its locks no longer than it writes.
    const read = rows.map(row => readRow(row, table, held.defaultRegion));
    const start = from;
    from = await transaction("system", tx => takeRows(tx, { id, from: start, rows, read, total }));
  }
}

/** Sends again the imports that are under way; how many. */
export async function nudgeCallingImports(tx: Tx): Promise<number> {
  const open = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM calling_import WHERE state IN ('pending', 'running') ORDER BY id LIMIT 20`;
  for (const { id } of open) await nudge(tx, id);
  return open.length;
}

/** Files that nobody started go after a day, imports with their faults after ninety. */
export const purgeCallingImports = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM calling_import WHERE (state = 'preview' AND created_at < app_now() - interval '1 day')
      OR ended_at < app_now() - interval '90 days'`;
