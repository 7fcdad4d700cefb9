import { probeRule } from "../alerts/schema";
import type { Tx } from "../db";
import { notAsked } from "../flow/redo";
import { type ReadFigures, readTargets } from "../measures/queries";
import { OnboardingKind } from "../onboardings/schema";
import type { ReportFigures } from "./schema";

/** A month in the time of the house: from its first moment to the first of the next. */
export type Period = { from: Date; until: Date };

const zone = "Europe/Luxembourg";
const mostCodes = 20;

/** The month with this number, 202610. */
export async function readPeriod(tx: Tx, month: number): Promise<Period> {
  const [year, number] = [Math.floor(month / 100), month % 100];
  const [period] = await tx.$queryRaw<Period[]>`
    SELECT first AT TIME ZONE ${zone} AS from, (first + interval '1 month') AT TIME ZONE ${zone} AS until
    FROM make_timestamp(${year}::int, ${number}::int, 1, 0, 0, 0) AS first`;
  if (!period) throw new Error("a month has a first moment");
  return period;
}

/** The number of the month before this one, if nobody has reported of it and somebody was there; undefined otherwise. */
export async function findUnreported(tx: Tx): Promise<number | undefined> {
  const [found] = await tx.$queryRaw<{ month: number }[]>`
    WITH last AS (SELECT date_trunc('month', app_now() AT TIME ZONE ${zone}) AS until)
    SELECT month FROM last, LATERAL (SELECT to_char(until - interval '1 day', 'YYYYMM')::int AS month) named
    WHERE NOT EXISTS (SELECT FROM monthly_report r WHERE r.month = named.month)
      AND EXISTS (SELECT FROM onboarding o WHERE o.created_at < last.until AT TIME ZONE ${zone})`;
  return found?.month;
}

type Came = ReportFigures["onboardings"][number];

async function readOnboardings(tx: Tx, { from, until }: Period): Promise<Came[]> {
  const rows = await tx.$queryRaw<Came[]>`
    SELECT o.kind::text, count(*) FILTER (WHERE o.created_at >= ${from} AND o.created_at < ${until})::int AS begun,
      count(*) FILTER (WHERE done.here)::int AS completed,
      round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM o.ended_at - coalesce(o.started_at, o.created_at)))
        FILTER (WHERE done.here))::int AS "medianSeconds"
    FROM onboarding o CROSS JOIN LATERAL (SELECT o.status = 'complete' AND o.ended_at >= ${from} AND o.ended_at < ${until} AS here) done
    WHERE (o.created_at >= ${from} AND o.created_at < ${until}) OR (o.ended_at >= ${from} AND o.ended_at < ${until})
    GROUP BY o.kind`;
  const none = { begun: 0, completed: 0, medianSeconds: null };
  return OnboardingKind.options.map(kind => rows.find(row => row.kind === kind) ?? { kind, ...none });
}

const readFailures = (tx: Tx, { from, until }: Period) => tx.$queryRaw<ReportFigures["failures"]>`
  WITH ended AS (SELECT error_code, parts, created_at FROM onboarding_run WHERE ended_at >= ${from} AND ended_at < ${until})
  SELECT code, count(*)::int AS count FROM (
    SELECT error_code AS code FROM ended WHERE error_code IS NOT NULL
    UNION ALL
    SELECT coalesce(part->>'errorCode', 'internal') FROM ended,
      LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(parts) = 'array' THEN parts ELSE '[]' END) part
    -- A run keeps what earlier ones left behind, and what it was not asked for.
    WHERE part->>'state' = 'failed' AND part->>'errorCode' IS DISTINCT FROM ${notAsked.code} AND (part->>'startedAt')::timestamptz >= created_at) failed
  GROUP BY code ORDER BY count DESC, code LIMIT ${mostCodes}::int`;

const readAlerts = (tx: Tx, { from, until }: Period) => tx.$queryRaw<ReportFigures["alerts"]>`
  SELECT split_part(rule, '-', 1) AS rule, count(*)::int AS opened FROM alert
  WHERE opened_at >= ${from} AND opened_at < ${until} AND rule <> ${probeRule} GROUP BY 1 ORDER BY opened DESC, 1`;

// Calls are forgotten before a month is over; that nobody answered is an alert, which is kept.
const readOutages = (tx: Tx, { from, until }: Period) => tx.$queryRaw<ReportFigures["outages"]>`
  SELECT subject AS upstream, count(*)::int AS count,
    sum(extract(epoch FROM least(coalesce(closed_at, ${until}), ${until}) - greatest(opened_at, ${from})))::int AS seconds
  FROM alert WHERE rule = 'open_circuits' AND opened_at < ${until} AND coalesce(closed_at > ${from}, true)
  GROUP BY subject ORDER BY seconds DESC, subject`;

/** What a month came to: one statement for each kind of figure, and those of the targets. */
export async function readFigures(tx: Tx, period: Period, ofDomain: ReadFigures): Promise<ReportFigures> {
  return {
    onboardings: await readOnboardings(tx, period),
    failures: await readFailures(tx, period),
    alerts: await readAlerts(tx, period),
    outages: await readOutages(tx, period),
    targets: (await readTargets(tx, ofDomain)).targets,
  };
}
