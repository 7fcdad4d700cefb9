import { Prisma } from "@/lib/platform/db";

const newest = (userId: number) =>
  Prisma.sql`SELECT step, run_id, read_at, created, updated, gone FROM agent_data_set WHERE user_id = ${userId}`;
const ofRun = (runId: number) => Prisma.sql`
  SELECT p.step, r.id AS run_id, p."endedAt" AS read_at, coalesce((p.result->>'created')::int, 0) AS created,
    coalesce((p.result->>'updated')::int, 0) AS updated, coalesce((p.result->>'gone')::int, 0) AS gone
  FROM onboarding_run r, jsonb_to_recordset(r.parts) AS p(step text, state text, result jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
  WHERE r.id = ${runId} AND p.state = 'done' AND p."startedAt" >= r.created_at`;

/**
 * `reading` and `change`, for the beginning of a statement: the readings that are told of, the newest of each data set or those of one run that
 * came to their end, each with the one before it; and what they have changed, once a record. Runs between the two have carried the data set or
 * left off in its middle: this one has gone on with what they had done.
 */
export const toldChanges = (userId: number, runId: number | undefined): Prisma.Sql => Prisma.sql`
  WITH reading AS MATERIALIZED (
    SELECT d.*, b.id AS before_id, b.ended_at AS since
    FROM (${runId === undefined ? newest(userId) : ofRun(runId)}) d JOIN onboarding o ON o.agent_user_id = ${userId}
    JOIN onboarding_run own ON own.id = d.run_id AND own.onboarding_id = o.id
    LEFT JOIN LATERAL (
      SELECT e.id, e.ended_at FROM onboarding_run e
      WHERE e.onboarding_id = o.id AND e.id < d.run_id AND e.parts @> jsonb_build_array(jsonb_build_object('step', d.step, 'state', 'done'))
        AND EXISTS (SELECT FROM jsonb_to_recordset(e.parts) AS p(step text, state text, "startedAt" timestamptz)
          WHERE p.step = d.step AND p.state = 'done' AND p."startedAt" >= e.created_at)
      ORDER BY e.id DESC LIMIT 1) b ON true),
  change AS MATERIALIZED (
    SELECT DISTINCT ON (c.step, c.record_id) c.* FROM reading d JOIN sync_change c
      ON c.user_id = ${userId} AND c.step = d.step AND c.run_id > coalesce(d.before_id, 0) AND c.run_id <= d.run_id
    ORDER BY c.step, c.record_id, c.run_id DESC)`;
