import { Prisma, transaction } from "../db";
import { upstreamOf } from "./upstream-of";
import type { CohortList, CohortView } from "./view";

/** The largest cohorts with their figures, along the index of failures. */
export const selectCohorts = (limit: number): Prisma.Sql => Prisma.sql`
  SELECT s.error_print AS print, count(*)::int AS count, (count(*) FILTER (WHERE s.state IN ('retrying', 'running')))::int AS retrying,
    (count(*) FILTER (WHERE s.state = 'waiting'))::int AS waiting, min(s.held_since) AS since, max(s.held_since) AS newest, (count(*) OVER ())::int AS found
  FROM onboarding_summary s WHERE s.error_code <> '' GROUP BY s.error_print ORDER BY count DESC, s.error_print LIMIT ${limit}`;

type Row = Omit<CohortView, "upstream" | "failed" | "step" | "since" | "newest"> & {
  step: string;
  since: Date;
  newest: Date;
  found: number;
};

/** Failures that onboardings have in common, the largest first. */
export async function listCohorts(limit: number): Promise<CohortList> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
      WITH cohort AS MATERIALIZED (${selectCohorts(limit)})
      SELECT cohort.*, one.kind, one.step, one.code, coalesce(p.error_message, r.error_message) AS message
      FROM cohort CROSS JOIN LATERAL (
        SELECT s.onboarding_id, s.kind, s.error_step AS step, s.error_code AS code FROM onboarding_summary s
        WHERE s.error_print = cohort.print AND s.error_code <> '' ORDER BY s.moved_at DESC LIMIT 1
      ) one
      LEFT JOIN onboarding_step p ON p.onboarding_id = one.onboarding_id AND p.step = one.step
      LEFT JOIN LATERAL (SELECT error_message FROM onboarding_run WHERE onboarding_id = one.onboarding_id ORDER BY number DESC LIMIT 1) r ON true
      ORDER BY cohort.count DESC, cohort.print`,
  );
  return {
    items: rows.map(({ found, step, since, newest, ...row }) => ({
      ...row,
      step: step || null,
      upstream: upstreamOf(row.kind, step || null),
      failed: row.count - row.retrying - row.waiting,
      since: since.toISOString(),
      newest: newest.toISOString(),
    })),
    more: (rows[0]?.found ?? 0) - rows.length,
  };
}
