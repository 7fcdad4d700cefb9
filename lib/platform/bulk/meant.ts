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

// The newest run of a meant one; its unique index leads there.
const isOfLastRun = (condition: Prisma.Sql) => Prisma.sql`EXISTS (
  SELECT FROM (SELECT status, ended_at FROM onboarding_run WHERE onboarding_id = m.id ORDER BY number DESC LIMIT 1) r WHERE ${condition})`;
const isWaiting = isOfLastRun(Prisma.sql`r.ended_at IS NULL AND r.status = 'waiting'`);
const isPaused = Prisma.sql`EXISTS (
  SELECT FROM onboarding o LEFT JOIN agent a ON a.user_id = o.agent_user_id LEFT JOIN customer c ON c.id = o.customer_id
  WHERE o.id = m.id AND (a.sync_paused_at IS NOT NULL OR c.sync_paused_at IS NOT NULL))`;
const isPausedRun = Prisma.sql`EXISTS (SELECT FROM onboarding_step p WHERE p.onboarding_id = m.id AND p.waiting_for = 'resume')`;
const isUnfinished = Prisma.sql`EXISTS (
  SELECT FROM onboarding_step p WHERE p.onboarding_id = m.id AND p.parent IS NOT NULL AND p.state <> 'done')`;

/** Whether a part of a meant one (`m`) waits for its next try: a retry has it tried at once. */
export const isHastened = Prisma.sql`(${isWorked} AND EXISTS (
  SELECT FROM onboarding_step p WHERE p.onboarding_id = m.id AND p.parent IS NOT NULL AND p.state = 'retrying' AND p.next_attempt_at > now()))`;

// Until somebody has proven a store's number, nobody could walk through its gate.
const isSkippable = Prisma.sql`EXISTS (
  SELECT FROM onboarding o JOIN stores s ON s.id = o.store_id
  WHERE o.id = m.id AND s.owner_id IS NOT NULL AND o.status <> 'complete' AND (o.status <> 'skipped' OR o.skipped_until <= app_now()))`;

/** Whether an act can do anything with a meant one (`m`), as it seems before it is tried; the same that the acts themselves ask. */
export const canBe: Record<BulkAction, Prisma.Sql> = {
  // What a customer waits for is tried again, a pause is lifted, and what waits for its next try is tried at once.
  retry: Prisma.sql`${isWorked} AND (${isHastened} OR ${isOfLastRun(Prisma.sql`r.ended_at IS NOT NULL AND r.status <> 'complete'`)}
    OR (m.kind = 'customer' AND (${isWaiting} OR (${isOfLastRun(Prisma.sql`r.ended_at IS NOT NULL`)} AND ${isUnfinished})))
    OR (m.kind = 'agent' AND ${isWaiting} AND (${isPaused} OR ${isPausedRun})))`,
  cancel: Prisma.sql`EXISTS (SELECT FROM onboarding_run r WHERE r.onboarding_id = m.id AND r.ended_at IS NULL)`,
  // What an agent's run waits for besides is the agent's own to give.
  resume: Prisma.sql`(m.kind = 'store' AND (m.state = 'skipped' OR ${isWaiting})) OR (m.kind = 'agent' AND (${isPaused} OR (${isWaiting} AND ${isPausedRun})))
    OR (m.kind = 'customer' AND (${isPaused} OR ${isWaiting}))`,
  skip: Prisma.sql`m.kind = 'store' AND ${isSkippable}`,
};
