import { transaction } from "@/lib/platform/db";

/** The newest reading of a data set that came to its end: when, by which run, and what it brought. */
export type DataSet = {
  readAt: string;
  runId: number;
  fetched: number;
  created: number;
  updated: number;
  gone: number;
  seconds: number;
};

type Row = Omit<DataSet, "readAt"> & { step: string; readAt: Date };

/**
 * When each data set of an agent was last read to its end, and what that brought; absent for one that never was. What a run that goes on has
 * read counts at once; a reading that goes on, or failed since, takes nothing away of what is there.
 */
export const listFreshness = (userId: number): Promise<Map<string, DataSet>> =>
  transaction({ agent: userId }, async tx => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT DISTINCT ON (step) step, "runId", "readAt", fetched, created, updated, gone, seconds FROM (
        SELECT step, run_id AS "runId", read_at AS "readAt", fetched, created, updated, gone, seconds
        FROM agent_data_set WHERE user_id = ${userId}
        UNION ALL
        SELECT s.step, r.id, s.ended_at, coalesce((s.result->>'fetched')::int, 0), coalesce((s.result->>'created')::int, 0),
          coalesce((s.result->>'updated')::int, 0), coalesce((s.result->>'gone')::int, 0),
          extract(epoch FROM s.ended_at - s.started_at)::float8
        FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id AND r.ended_at IS NULL
        JOIN onboarding_step s ON s.onboarding_id = o.id AND s.parent IS NOT NULL AND s.state = 'done' AND s.started_at >= r.created_at
        WHERE o.agent_user_id = ${userId} AND s.ended_at IS NOT NULL) read
      ORDER BY step, "runId" DESC`;
    return new Map(rows.map(({ step, readAt, ...set }) => [step, { ...set, readAt: readAt.toISOString() }]));
  });
