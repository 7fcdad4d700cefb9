import { Prisma, type Tx } from "../db";

const stalledAfterSeconds = 300;

/** The runs that have given no sign of life for five minutes, though a worker should be at them: neither waiting for somebody nor for their next try. A query of their `id` and `onboarding_id`. */
export const stalledRuns = Prisma.sql`
  SELECT r.id, r.onboarding_id FROM onboarding_run r
  WHERE r.ended_at IS NULL AND r.status <> 'waiting' AND greatest(r.created_at, (
    SELECT max(greatest(s.heartbeat_at, s.next_attempt_at, s.ended_at)) FROM onboarding_step s
    WHERE s.onboarding_id = r.onboarding_id AND s.parent IS NOT NULL
  )) < now() - make_interval(secs => ${stalledAfterSeconds})`;

/** How many runs stall. */
export async function countStalledRuns(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (${stalledRuns}) stalled`;
  return row?.count ?? 0;
}
