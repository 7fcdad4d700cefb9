import type { Prisma, Tx } from "@/lib/platform/db";
import { warningTexts } from "./explain";

/** How many rows went, and what is worth a warning about it. */
export type Away = { gone: number; warnings: string[] };

/** Nothing went. */
export const noneGone: Away = { gone: 0, warnings: [] };

/**
 * Takes away an account's rows that a complete reading of reZEN's list has not seen; nothing where it was not complete. When more than half
 * would go, the list is doubted and all stay: an answer that is short by mistake must not empty an account.
 */
export async function takeAway(
  tx: Tx,
  { table, id, userId }: { table: Prisma.Sql; id: Prisma.Sql; userId: number },
  seen: readonly string[] | null,
): Promise<Away> {
  if (!seen) return noneGone;
  // `NOT IN (SELECT …)` looks each up in a hash, whatever the planner believes.
  const [found] = await tx.$queryRaw<{ stale: number; gone: number }[]>`
    WITH held AS MATERIALIZED (
      SELECT ${id} AS id, ${id} NOT IN (SELECT unnest(${[...seen]}::text[])) AS is_stale FROM ${table} WHERE user_id = ${userId}),
    stale AS MATERIALIZED (SELECT id FROM held WHERE is_stale),
    gone AS (
      DELETE FROM ${table} t WHERE t.user_id = ${userId} AND t.${id} IN (SELECT id FROM stale)
        AND (SELECT count(*) FROM stale) * 2 <= (SELECT count(*) FROM held)
      RETURNING 1)
    SELECT (SELECT count(*) FROM stale)::int AS stale, (SELECT count(*) FROM gone)::int AS gone`;
  const { stale = 0, gone = 0 } = found ?? {};
  return { gone, warnings: stale > gone ? [warningTexts.shortList()] : [] };
}
