import { Prisma, type Tx } from "@/lib/platform/db";
import type { TargetId } from "@/lib/platform/measures/schema";
import { type Figure, targets } from "@/lib/platform/measures/view";

type Times = { p95: number | null; median: number | null; samples: number; name: string | null; most: number | null };
type Share = { good: number; samples: number };

const monthOf = (id: TargetId) => targets[id].windowMinutes;

const toTime = ({ p95, median, samples, name, most }: Times): Figure => ({
  ...{ value: p95, median, samples },
  slowest: name === null || most === null ? null : { name, seconds: most },
});
const toShare = ({ good, samples }: Share): Figure => ({
  value: samples === 0 ? null : (good / samples) * 100,
  samples,
});

/** What is told of times, each with whose it is. */
const timesOf = (tx: Tx, timed: Prisma.Sql) => tx.$queryRaw<Times[]>`
  SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY seconds) AS p95, percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds) AS median,
    count(*)::int AS samples, (array_agg(name ORDER BY seconds DESC))[1] AS name, max(seconds) AS most
  FROM (${timed}) timed WHERE seconds IS NOT NULL`;

/** Whole set-ups of customers that came through, from their beginning; what they waited for somebody counts too. */
const readSetUpTime = (tx: Tx) =>
  timesOf(
    tx,
    Prisma.sql`
      SELECT extract(epoch FROM ended_at - coalesce(started_at, created_at))::float AS seconds, 'customer ' || customer_id AS name FROM onboarding
      WHERE kind = 'customer' AND status = 'complete' AND ended_at > app_now() - make_interval(mins => ${monthOf("set_up_time")}::int)`,
  );

/** One step of customers' set-ups, where it was done. */
const readStepTime = (tx: Tx, step: string) =>
  timesOf(
    tx,
    Prisma.sql`
      SELECT extract(epoch FROM s.ended_at - s.started_at)::float AS seconds, 'customer ' || o.customer_id AS name
      FROM onboarding_step s JOIN onboarding o ON o.id = s.onboarding_id
      WHERE o.kind = 'customer' AND s.step = ${step} AND s.state = 'done' AND s.ended_at > app_now() - make_interval(mins => ${monthOf("access_time")}::int)`,
  );

/** Of the proofs of credentials that runs made: those that held. A refusal counts also where somebody mended it afterwards, and the run went on. */
const readValidation = (tx: Tx) => tx.$queryRaw<Share[]>`
  WITH proven AS (
    SELECT count(*) FILTER (WHERE p ->> 'state' = 'done')::int AS good, count(*)::int AS total
    FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id CROSS JOIN LATERAL jsonb_array_elements(r.parts) p
    WHERE o.kind = 'customer' AND r.ended_at > app_now() - make_interval(mins => ${monthOf("validation_success")}::int)
      AND p ->> 'step' = 'credential_validation' AND p ->> 'state' IN ('done', 'failed') AND (p ->> 'startedAt')::timestamptz >= r.created_at
  ), refused AS (
    SELECT count(*)::int AS total FROM audit_entry
    WHERE action = 'customer.key_refused' AND detail ? 'jobId' AND at > now() - make_interval(mins => ${monthOf("validation_success")}::int)
  ) SELECT good, proven.total + refused.total AS samples FROM proven, refused`;

/** Of each customer the first run that came to their workflows and ended: did it read them? */
const readFirstSyncs = (tx: Tx) => tx.$queryRaw<Share[]>`
  SELECT count(*) FILTER (WHERE state = 'done')::int AS good, count(*)::int AS samples FROM (
    SELECT own.state, own.ended_at FROM onboarding o CROSS JOIN LATERAL (
      SELECT p ->> 'state' AS state, r.ended_at FROM onboarding_run r CROSS JOIN LATERAL jsonb_array_elements(r.parts) p
      WHERE r.onboarding_id = o.id AND r.ended_at IS NOT NULL AND p ->> 'step' = 'workflow_sync' AND p ->> 'state' IN ('done', 'failed')
        AND (p ->> 'startedAt')::timestamptz >= r.created_at ORDER BY r.number LIMIT 1) own
    WHERE o.kind = 'customer') first
  WHERE ended_at > app_now() - make_interval(mins => ${monthOf("sync_success")}::int)`;

/** Whole syncs, per hundred workflows; one of fewer counts as of a hundred. */
const readSyncTime = (tx: Tx) =>
  timesOf(
    tx,
    Prisma.sql`
      SELECT (p -> 'result' ->> 'durationMs')::float / 1000 / greatest(1, (p -> 'result' -> 'workflows' ->> 'total')::float / 100) AS seconds,
        'customer ' || o.customer_id AS name
      FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id CROSS JOIN LATERAL jsonb_array_elements(r.parts) p
      WHERE o.kind = 'customer' AND r.ended_at > app_now() - make_interval(mins => ${monthOf("sync_time")}::int)
        AND p ->> 'step' = 'workflow_sync' AND p ->> 'state' = 'done' AND p -> 'result' -> 'isWhole' = 'true'
        AND (p ->> 'startedAt')::timestamptz >= r.created_at`,
  );

/** The quality metrics of sources/002, as they are. */
export async function readQuality(tx: Tx): Promise<Partial<Record<TargetId, Figure>>> {
  const time = async (rows: Promise<Times[]>) => (await rows).map(toTime)[0];
  const share = async (rows: Promise<Share[]>) => (await rows).map(toShare)[0];
  return {
    set_up_time: await time(readSetUpTime(tx)),
    validation_success: await share(readValidation(tx)),
    sync_success: await share(readFirstSyncs(tx)),
    access_time: await time(readStepTime(tx, "user_access")),
    monitoring_time: await time(readStepTime(tx, "monitoring")),
    sync_time: await time(readSyncTime(tx)),
  };
}
