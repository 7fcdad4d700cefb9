import { Prisma, type Tx } from "@/lib/platform/db";
import { warningTexts } from "./explain";
import { type FoundChange, ifKept, type Reading, recordChanges } from "./record-changes";
import { forgetSeen } from "./seen-pages";

/** How many rows went, and what is worth a warning about it. */
export type Away = { gone: number; warnings: string[] };

/** Nothing went. */
export const noneGone: Away = { gone: 0, warnings: [] };

/** Rows of an account, by what reZEN names them, what people call one, and where they are staged. */
type Held = { table: Prisma.Sql; id: Prisma.Sql; label: Prisma.Sql; staging?: Prisma.Sql; reading: Reading };

type Found = { stale: number; gone: number; told: FoundChange[] | null };

/**
 * Takes away an account's rows that a complete reading of reZEN's list has not seen; nothing where it was not complete. When more than half
 * would go, the list is doubted and all stay: an answer that is short by mistake must not empty an account. Their staging follows: what stayed
 * there as written, and is not, would never be written again.
 */
export async function takeAway(
  tx: Tx,
  { table, id, label, staging, reading }: Held,
  seen: readonly string[] | null,
): Promise<Away> {
  await forgetSeen(tx, reading);
  if (!seen) return noneGone;
  const { userId } = reading;
  const isBelieved = Prisma.sql`(SELECT count(*) FROM stale) * 2 <= (SELECT count(*) FROM held)`;
  const unstaged = Prisma.sql`, unstaged AS (
    DELETE FROM ${staging ?? Prisma.empty} s WHERE s.user_id = ${userId} AND s.rezen_id NOT IN (SELECT unnest(${[...seen]}::text[])) AND ${isBelieved})`;
  // `NOT IN (SELECT …)` looks each up in a hash, whatever the planner believes.
  const [found] = await tx.$queryRaw<Found[]>`
    WITH held AS MATERIALIZED (
      SELECT ${id} AS id, ${id} NOT IN (SELECT unnest(${[...seen]}::text[])) AS is_stale FROM ${table} WHERE user_id = ${userId}),
    stale AS MATERIALIZED (SELECT id FROM held WHERE is_stale),
    gone AS (
      DELETE FROM ${table} t WHERE t.user_id = ${userId} AND t.${id} IN (SELECT id FROM stale) AND ${isBelieved}
      RETURNING t.${id} AS id, ${ifKept(reading, label)} AS label)${staging ? unstaged : Prisma.empty}
    SELECT (SELECT count(*) FROM stale)::int AS stale, (SELECT count(*) FROM gone)::int AS gone,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', 'gone', 'label', label)) FROM gone WHERE label IS NOT NULL) AS told`;
  const { stale = 0, gone = 0, told = null } = found ?? {};
  await recordChanges(tx, reading, told ?? []);
  return { gone, warnings: stale > gone ? [warningTexts.shortList()] : [] };
}
