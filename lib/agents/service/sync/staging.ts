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
const batchRows = 200;

/** One of the two lists that are staged: its staging, and the statement that writes deals to it and to their tables. */
export type Staging = {
  step: "listings" | "transactions";
  table: Prisma.Sql;
  promote: (tx: Tx, reading: Reading, deals: readonly StagedDeal[]) => Promise<Change[]>;
};

/** The staging of listings. */
export const listingStaging = Prisma.sql`rezen_listing_staging`;
/** The staging of transactions. */
export const transactionStaging = Prisma.sql`rezen_transaction_staging`;

/** The texts of JSON objects as that of their list; given lists of objects instead, as that of all of them. */
export const joinRows = (rows: readonly string[]): string => `[${rows.join(",")}]`;
export const joinLists = (lists: readonly string[]): string =>
  joinRows(lists.map(list => list.slice(1, -1)).filter(list => list !== ""));

/** Inside a statement that writes deals to their tables: they are staged, and with this statement written. */
export const stageWritten = (
  table: Prisma.Sql,
  { userId, runId }: Reading,
  deals: readonly StagedDeal[],
): Prisma.Sql => {
  const rows = joinRows(
    deals.map(({ id, digest, raw }) => `{${JSON.stringify({ id, digest }).slice(1, -1)},"raw":${raw}}`),
  );
  return Prisma.sql`
    INSERT INTO ${table} AS s (user_id, rezen_id, run_id, raw, mapping, digest, is_processed, staged_at, processed_at)
    SELECT ${userId}, r.id, ${runId}, r.raw, ${mapping}, r.digest, true, app_now(), app_now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(id text, digest uuid, raw jsonb)
    ON CONFLICT (user_id, rezen_id) DO UPDATE SET run_id = excluded.run_id, raw = excluded.raw, mapped = NULL, mapping = excluded.mapping,
      digest = excluded.digest, is_processed = true, staged_at = excluded.staged_at, processed_at = excluded.processed_at`;
};

type Known = { same: string[] | null; told: string[] | null };

/**
 * The deals that are new, or not as they were written last, and of these the ids of such as this run has written before: those have been counted.
 * A digest tells: what has not changed is neither sent nor locked.
 */
export async function findChanged(
  tx: Tx,
  table: Prisma.Sql,
  { userId, runId }: Reading,
  deals: readonly StagedDeal[],
): Promise<{ changed: StagedDeal[]; told: ReadonlySet<string> }> {
  const [ids, digests] = [deals.map(({ id }) => id), deals.map(({ digest }) => digest)];
  const [known] = await tx.$queryRaw<Known[]>`
    SELECT array_agg(rezen_id) FILTER (WHERE run_id = ${runId} AND is_processed) AS told,
      array_agg(rezen_id) FILTER (WHERE is_processed AND mapping = ${mapping}
        AND (rezen_id, digest) IN (SELECT * FROM unnest(${ids}::text[], ${digests}::uuid[]))) AS same
    FROM ${table} WHERE user_id = ${userId} AND rezen_id = ANY(${ids}::text[])`;
  const isSame = new Set(known?.same ?? []);
  return { changed: deals.filter(({ id }) => !isSame.has(id)), told: new Set(known?.told ?? []) };
}

/** Stages deals that their tables do not take: they wait there, and are tried again. */
export const stageOpen = (tx: Tx, table: Prisma.Sql, { userId, runId }: Reading, deals: readonly StagedDeal[]) => {
  const rows = deals.map(({ id, digest, raw, row, people, paid }) => {
    const mapped = `${row.slice(0, -1)},"participants":${people},"paid_participants":${paid}}`;
    return `{${JSON.stringify({ id, digest }).slice(1, -1)},"raw":${raw},"mapped":${mapped}}`;
  });
  return tx.$executeRaw`
    INSERT INTO ${table} AS s (user_id, rezen_id, run_id, raw, mapped, mapping, digest, is_processed, staged_at)
    SELECT ${userId}, r.id, ${runId}, r.raw, r.mapped, ${mapping}, r.digest, false, app_now()
    FROM jsonb_to_recordset(${joinRows(rows)}::jsonb) AS r(id text, digest uuid, raw jsonb, mapped jsonb)
    ON CONFLICT (user_id, rezen_id) DO UPDATE SET run_id = excluded.run_id, raw = excluded.raw, mapped = excluded.mapped,
      mapping = excluded.mapping, digest = excluded.digest, is_processed = false, staged_at = excluded.staged_at, processed_at = NULL`;
};

const listOpen = (tx: Tx, table: Prisma.Sql, userId: number, after: string) => tx.$queryRaw<StagedDeal[]>`
  SELECT rezen_id AS id, digest::text AS digest, raw::text AS raw, (mapped - ARRAY['participants', 'paid_participants'])::text AS row,
    coalesce(mapped->'participants', '[]')::text AS people, coalesce(mapped->'paid_participants', '[]')::text AS paid, 0 AS "leftOut"
  FROM ${table} WHERE user_id = ${userId} AND NOT is_processed AND rezen_id > ${after} ORDER BY rezen_id LIMIT ${batchRows}`;

/** Writes the next batch of what waits to its tables; what still cannot be is told, and is tried again by the next run. Answers null at the end. */
async function promoteBatch(tx: Tx, { table, promote }: Staging, reading: Reading, from: ListCursor) {
  const open = await listOpen(tx, table, reading.userId, from.after);
  const last = open.at(-1);
  if (last === undefined) return null;
  const written = await writeSoundRows(tx, open, sound => promote(tx, reading, sound));
  const refused = written.refused.map(({ id }) => id);
  const skipped = { fetched: 0, skipped: refused.length, issues: refused.length };
  const counts = addCounts(from.counts, { ...skipped, ...countChanges(written.changes) });
  return { after: last.id, counts, notes: addNotes(from.notes, { refused }) };
}

/** Writes what waits in the staging to its tables, batch by batch; answers how far that came: to the end. */
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
