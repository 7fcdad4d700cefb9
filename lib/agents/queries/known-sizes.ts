import { Prisma, type Tx } from "@/lib/platform/db";
import type { DataSizes } from "../client/expect-calls";

/** How much an account has of everything, as it was last read; `teamId` is its team at reZEN, undefined where nobody has told. */
export type KnownSizes = DataSizes & { teamId: string | null | undefined };

type Row = DataSizes & { hasTold: boolean; teamId: string | null };

const countsBy = (table: Prisma.Sql, columns: Prisma.Sql, userId: number) => Prisma.sql`
  ARRAY(SELECT count(*)::int FROM ${table} WHERE user_id = ${userId} GROUP BY ${columns})`;
const lastRead = (userId: number, step: string) =>
  Prisma.sql`(SELECT fetched FROM agent_data_set WHERE user_id = ${userId} AND step = ${step})`;

/** Counts what an account has, in a transaction of the agent's. */
export async function getKnownSizes(tx: Tx, userId: number): Promise<KnownSizes> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT a.synced_at IS NOT NULL AS "hasTold", a.team_id AS "teamId",
      ${lastRead(userId, "listings")} AS listings, ${lastRead(userId, "transactions")} AS transactions,
      CASE WHEN a.synced_at IS NOT NULL AND a.team_id IS NULL THEN 0
        WHEN ${lastRead(userId, "team_roster")} IS NOT NULL THEN (SELECT count(DISTINCT agent_id)::int FROM team_members
          WHERE user_id = ${userId} AND left_at IS NULL AND upper(coalesce(agent_status, 'ACTIVE')) = 'ACTIVE'
            AND upper(coalesce(status, 'ACTIVE')) = 'ACTIVE') END AS members,
      ${countsBy(Prisma.sql`contribution`, Prisma.sql`tier`, userId)} AS contributions,
      ${countsBy(Prisma.sql`sponsor_tree`, Prisma.sql`level, status, direction HAVING direction = 'down'`, userId)} AS network,
      coalesce(${lastRead(userId, "revshare")}, 0) AS payments
    FROM agent a WHERE a.user_id = ${userId}`;
  if (!row) throw new Error("no such account");
  const { hasTold, teamId, ...sizes } = row;
  return { ...sizes, teamId: hasTold ? teamId : undefined };
}
