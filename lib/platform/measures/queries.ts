import type { Finding } from "../alerts/conditions";
import { now } from "../clock";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { type Counted, shareWithin, spreadOf } from "./buckets";
import type { Measure } from "./record";
import { type AuditHead, type SetUpView, TargetId, type TargetsView } from "./schema";
import { type Figure, noFigure, targets, toTargetView } from "./view";

type Kept = Counted & { measure: Measure; name: string };

// Five minutes are kept together, so the first of them may begin a little earlier.
const readCounts = (tx: Tx, measures: readonly Measure[], minutes: number) => tx.$queryRaw<Kept[]>`
  SELECT measure, max(name) FILTER (WHERE slowest_ms = most) AS name, bucket, sum(count)::int AS count, max(slowest_ms) AS "slowestMs"
  FROM (
    SELECT *, max(slowest_ms) OVER (PARTITION BY measure, bucket) AS most FROM measure_window
    WHERE measure = ANY(${[...measures]}) AND at >= date_bin('5 minutes', (SELECT app_now()) - make_interval(mins => ${minutes}::int), 'epoch')) recent
  GROUP BY measure, bucket`;

/** Of which share of the samples the figure tells, as the word behind it says: half and 95 %, of pages 75 % as it is usual there. */
const shareOf: Record<Measure, number> = { api: 0.95, query: 0.95, page: 0.75 };
const inSeconds = (ms: number | null) => (ms === null ? null : ms / 1000);

function toFigure(kept: readonly Kept[], measure: Measure): Figure {
  const own = kept.filter(one => one.measure === measure);
  const spread = spreadOf(own);
  const slowest = own.find(({ slowestMs }) => slowestMs === spread.slowestMs);
  return {
    value: inSeconds(shareWithin(spread, shareOf[measure])),
    median: inSeconds(shareWithin(spread, 0.5)),
    samples: spread.samples,
    slowest: slowest ? { name: slowest.name, seconds: slowest.slowestMs / 1000 } : null,
  };
}

type Told = { seconds: number | null; samples: number };
const toPlainFigure = (told: Told | undefined): Figure =>
  told ? { value: told.seconds, samples: told.samples } : noFigure;

/**
 * The slowest alert of so many minutes; one that has not arrived for a minute has taken as long as it is missed. Where nobody has made up a failure for longer
 * than the hour after which one is due, nobody would have told of a true one either: that counts as one that is missed since.
 */
const readAlertTime = (tx: Tx, minutes: number) => tx.$queryRaw<Told[]>`
  WITH silence AS (
    SELECT extract(epoch FROM app_now() - max(injected_at) - interval '1 hour')::float AS seconds FROM alert_probe
    HAVING ${env.probesAlerts}::boolean AND max(injected_at) < app_now() - interval '70 minutes'
  )
  SELECT greatest(max(extract(epoch FROM coalesce(arrived_at, app_now()) - injected_at))::float, (SELECT seconds FROM silence)) AS seconds,
    (count(*) + (SELECT count(*) FROM silence))::int AS samples
  FROM alert_probe
  WHERE injected_at > app_now() - make_interval(mins => ${minutes}::int)
    AND (arrived_at IS NOT NULL OR injected_at < app_now() - make_interval(secs => ${targets.alert_time.limit}))`;

const readSign = (tx: Tx) => tx.$queryRaw<Told[]>`
  SELECT extract(epoch FROM now() - max(beat_at))::float AS seconds, count(*)::int AS samples FROM worker_beat`;

/** What the platform measures itself. */
async function readOwnFigures(tx: Tx): Promise<Partial<Record<TargetId, Figure>>> {
  const recent = await readCounts(tx, ["api", "query"], targets.api_time.windowMinutes);
  const ofDay = await readCounts(tx, ["page"], targets.page_time.windowMinutes);
  const [[alert], [sign]] = [await readAlertTime(tx, targets.alert_time.windowMinutes), await readSign(tx)];
  return {
    api_time: toFigure(recent, "api"),
    query_time: toFigure(recent, "query"),
    page_time: toFigure(ofDay, "page"),
    alert_time: toPlainFigure(alert),
    sign_of_life: toPlainFigure(sign),
  };
}

type SetUpRow = Omit<SetUpView, "endedAt"> & { endedAt: Date };

const mostSetUps = 20;

/** The last set-ups that came through, of every kind, newest first. */
const readSetUps = (tx: Tx) => tx.$queryRaw<SetUpRow[]>`
  SELECT id AS "onboardingId", kind::text, ended_at AS "endedAt", extract(epoch FROM ended_at - coalesce(started_at, created_at))::float AS seconds
  FROM onboarding WHERE status = 'complete' AND ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT ${mostSetUps}`;

const readHead = (tx: Tx) => tx.$queryRaw<AuditHead[]>`
  SELECT id AS "entryId", hash FROM audit_entry ORDER BY id DESC LIMIT 1`;

/** What a domain measures of its own targets. */
export type ReadFigures = (tx: Tx) => Promise<Partial<Record<TargetId, Figure>>>;

/** All targets as they stand, the last set-ups, and where the audit trail stands. */
export async function readTargets(tx: Tx, ofDomain: ReadFigures): Promise<TargetsView> {
  const figures = { ...(await readOwnFigures(tx)), ...(await ofDomain(tx)) };
  const [setUps, [head]] = [await readSetUps(tx), await readHead(tx)];
  return {
    measuredAt: (await now()).toISOString(),
    targets: TargetId.options.map(id => toTargetView(id, figures[id] ?? noFigure)),
    setUps: setUps.map(one => ({ ...one, endedAt: one.endedAt.toISOString() })),
    auditHead: head ?? null,
  };
}

/** The same, in a transaction of its own. */
export const getTargets = (ofDomain: ReadFigures): Promise<TargetsView> =>
  transaction("system", tx => readTargets(tx, ofDomain));

const limits = { api: targets.api_time.limit, query: targets.query_time.limit, page: targets.page_time.limit };

// The two last failures that were made up.
const probedMinutes = 130;

/** Alerts that took too long to arrive, or do not arrive at all. */
async function findSlowAlerts(tx: Tx): Promise<Finding[]> {
  const target = targets.alert_time.limit;
  const [{ seconds, samples } = { seconds: null, samples: 0 }] = await readAlertTime(tx, probedMinutes);
  if (seconds === null || seconds < target) return [];
  const detail = { milliseconds: Math.round(seconds * 1000), target: target * 1000, samples, slowest: "probe" };
  return [{ subject: "alerts", detail }];
}

/** Measures (`api`, `query`, `page`, and `alerts` by the failures that are made up) that missed their target within these minutes, of so many samples or more: figures in milliseconds, and what was slowest. */
export async function findSlow(tx: Tx, { minutes, atLeast }: { minutes: number; atLeast: number }): Promise<Finding[]> {
  const measures = ["api", "query", "page"] as const;
  const kept = await readCounts(tx, measures, minutes);
  const slow = measures.flatMap(measure => {
    const { value, samples, slowest } = toFigure(kept, measure);
    if (value === null || samples < atLeast || value < limits[measure]) return [];
    const milliseconds = Math.round(value * 1000);
    const detail = { milliseconds, target: limits[measure] * 1000, samples, slowest: slowest?.name ?? "" };
    return [{ subject: measure, detail }];
  });
  return [...slow, ...(await findSlowAlerts(tx))];
}
