import { Prisma, type Tx } from "@/lib/platform/db";

// Each part was tried in this very run: one that kept what is there, or was stopped, did not read everything.
const isWhole = Prisma.sql`r.status IN ('complete', 'partial') AND NOT EXISTS (
  SELECT FROM jsonb_to_recordset(r.parts) AS p("startedAt" timestamptz) WHERE p."startedAt" IS NULL OR p."startedAt" < r.created_at)`;

// A day or a week later, half an hour more or less, so that those who came together do not stay together.
const after = (end: Prisma.Sql) => Prisma.sql`
  greatest(app_now(), ${end} + make_interval(hours => CASE sync_every WHEN 'day' THEN 24 ELSE 168 END) + (random() - 0.5) * interval '1 hour')`;
const planned = (end: Prisma.Sql) => Prisma.sql`CASE WHEN sync_every <> 'never' THEN ${after(end)} END`;

/** Plans when an account's data is fetched again by itself, as its rhythm now is: counted from when all of it was read last, else from its last sync. Unset for who wants none, and before the first sync. */
export const planNextSync = (tx: Tx, userId: number): Promise<number> => tx.$executeRaw`
  UPDATE agent SET next_sync_at = (
    SELECT ${planned(Prisma.sql`coalesce(max(r.ended_at) FILTER (WHERE ${isWhole}), max(r.ended_at))`)}
    FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
    WHERE o.agent_user_id = ${userId} AND r.ended_at IS NOT NULL AND r.error_code IS NULL HAVING count(*) > 0
  ) WHERE user_id = ${userId}`;

// What came due while it went on would begin at the next look, behind the back of who stopped it, or at what has just failed altogether.
const isNotToBegin = Prisma.sql`r.status IN ('cancelled', 'failed') AND a.next_sync_at <= app_now()`;

/** The same when a run has ended: a time that is planned stays, unless this run has read everything, or the time has come and this one was stopped or brought nothing. */
export const planAfterRun = (tx: Tx, { userId, runId }: { userId: number; runId: number }): Promise<number> =>
  tx.$executeRaw`
    UPDATE agent a SET next_sync_at = ${planned(Prisma.sql`r.ended_at`)} FROM onboarding_run r
    WHERE a.user_id = ${userId} AND r.id = ${runId} AND (a.next_sync_at IS NULL OR ${isNotToBegin} OR ${isWhole})`;
