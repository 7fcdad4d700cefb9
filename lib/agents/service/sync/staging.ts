import { Prisma, type Tx } from "@/lib/platform/db";
import { addCounts, type Change, countChanges } from "@/lib/platform/flow/counts";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { mapping, type StagedDeal } from "./map-deal";
import { addNotes } from "./notes";
import type { ListCursor } from "./pages";
import { type Reading, readingOf } from "./record-changes";
import { requireKey } from "./setup";

/** How many staged rows are written to their table in one transaction. */
const batchRows = 2000;

/** One of the two lists that are staged: its staging, and the statement that writes staged rows of these ids to their tables. */
export type Staging = {
  step: "listings" | "transactions";
  table: Prisma.Sql;
  promote: (tx: Tx, reading: Reading, ids: readonly string[]) => Promise<Change[]>;
};

/** The staging of listings. */
export const listingStaging = Prisma.sql`rezen_listing_staging`;
/** The staging of transactions. */
export const transactionStaging = Prisma.sql`rezen_transaction_staging`;

type Row = Record<string, unknown>;
const filled = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
/** A row and those in lists inside without their empty columns, which are as empty where nobody names them. */
const withoutNulls = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(filled(row)).map(([name, value]) => [name, Array.isArray(value) ? value.map(filled) : value]),
  );

type Owner = { userId: number; runId: number };

/**
 * Stages entries in one statement: what has not changed is left alone, not even locked; what has is to be written to its table. Counts for
 * nothing yet. What our tables take may change alone: the life-cycle group of an object that does not say it is that of the address which was asked.
 */
export async function stage(
  tx: Tx,
  table: Prisma.Sql,
  { userId, runId }: Owner,
  deals: readonly StagedDeal[],
): Promise<Change[]> {
  // One text: in an array of texts each quote of the JSON would be escaped, and taken apart again. What is empty need not be said.
  const rows = JSON.stringify(deals.map(({ id, raw, mapped }) => ({ id, raw, mapped: withoutNulls(mapped) })));
  await tx.$executeRaw`
    INSERT INTO ${table} AS s (user_id, rezen_id, run_id, raw, mapped, mapping, is_processed, staged_at)
    SELECT ${userId}, r.id, ${runId}, r.raw, r.mapped, ${mapping}, false, app_now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(id text, raw jsonb, mapped jsonb)
    LEFT JOIN ${table} k ON k.user_id = ${userId} AND k.rezen_id = r.id
    WHERE k.rezen_id IS NULL OR k.mapping <> ${mapping} OR k.raw <> r.raw OR k.mapped <> r.mapped
    ON CONFLICT (user_id, rezen_id) DO UPDATE SET run_id = excluded.run_id, raw = excluded.raw, mapped = excluded.mapped,
      mapping = excluded.mapping, is_processed = false, staged_at = excluded.staged_at, processed_at = NULL`;
  return [];
}

const listOpen = (tx: Tx, table: Prisma.Sql, userId: number, after: string) => tx.$queryRaw<{ id: string }[]>`
  SELECT rezen_id AS id FROM ${table} WHERE user_id = ${userId} AND NOT is_processed AND rezen_id > ${after}
  ORDER BY rezen_id LIMIT ${batchRows}`;

const markProcessed = (tx: Tx, table: Prisma.Sql, userId: number, ids: readonly string[]) => tx.$executeRaw`
  UPDATE ${table} SET is_processed = true, processed_at = app_now() WHERE user_id = ${userId} AND rezen_id = ANY(${[...ids]}::text[])`;

/** Writes the next batch to its tables; what cannot be stays staged, is told, and is tried again by the next run. Answers null at the end. */
async function promoteBatch(tx: Tx, { table, promote }: Staging, reading: Reading, from: ListCursor) {
  const { userId } = reading;
  const ids = (await listOpen(tx, table, userId, from.after)).map(({ id }) => id);
  const last = ids.at(-1);
  if (last === undefined) return null;
  const { changes, refused } = await writeSoundRows(tx, ids, sound => promote(tx, reading, sound));
  const isRefused = new Set(refused);
  await markProcessed(
    tx,
    table,
    userId,
    ids.filter(id => !isRefused.has(id)),
  );
  const skipped = { fetched: 0, skipped: refused.length, issues: refused.length };
  const counts = addCounts(from.counts, { ...skipped, ...countChanges(changes) });
  return { after: last, counts, notes: addNotes(from.notes, { refused }) };
}

/** Writes what is staged to its tables, batch by batch; answers how far that came: to the end. */
export async function promoteAll(context: WorkerContext, staging: Staging, from: ListCursor): Promise<ListCursor> {
  const reading = readingOf(context, staging.step);
  let cursor = from;
  for (let isOver = false; !isOver; ) {
    const before = cursor;
    cursor = { ...before };
    await context.page({ done: before.counts.fetched, cursor }, async tx => {
      await requireKey(tx, context.subjectId, from.agent);
      const written = await promoteBatch(tx, staging, reading, before);
      isOver = written === null;
      Object.assign(cursor, written);
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}
