import { Prisma } from "../db";
import { conditionsOf } from "../onboardings/search";
import { type BulkAction, type BulkAsked, mostItems } from "./schema";

/** The onboardings that are meant, up to one more than a job may be of: id, kind, and how the summary says that each stands. */
export function selectMeant({ ids, filter }: Pick<BulkAsked, "ids" | "filter">): Prisma.Sql {
  // One that was made a second ago has no summary yet; who names it means it all the same.
  if (ids)
    return Prisma.sql`
      SELECT o.id, o.kind::text AS kind, coalesce(s.state, 'pending') AS state, coalesce(s.error_code, '') AS error_code
      FROM onboarding o LEFT JOIN onboarding_summary s ON s.onboarding_id = o.id WHERE o.id = ANY(${ids}::int[])`;
  const conditions = conditionsOf({ ...filter });
  if (conditions.length === 0) throw new Error("a job of all onboardings is never meant");
  return Prisma.sql`
    SELECT s.onboarding_id AS id, s.kind, s.state, s.error_code FROM onboarding_summary s
    WHERE ${Prisma.join(conditions, " AND ")} LIMIT ${mostItems + 1}`;
}

const isWorked = Prisma.sql`m.kind IN ('store', 'agent', 'customer')`;

/** Whether an act can do anything with a meant one (`m`), as it seems before it is tried. */
export const canBe: Record<BulkAction, Prisma.Sql> = {
  retry: Prisma.sql`${isWorked} AND m.state <> 'pending' AND (m.state <> 'complete' OR m.error_code <> '')`,
  cancel: Prisma.sql`EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = m.id AND r.ended_at IS NULL)`,
  resume: Prisma.sql`${isWorked} AND (m.state = 'waiting' OR (m.kind = 'store' AND m.state = 'skipped'))`,
};
