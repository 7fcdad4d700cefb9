import { RuleKind } from "../alerts/schema";
import { Prisma, type Tx, transaction } from "../db";
import { stalledRuns } from "../flow/stalled";
import type { Kind } from "../flow/subject";
import { deadLetters } from "../jobs/queue";
import { OnboardingKind } from "../onboardings/schema";
import { type CountedStatus, countedStatuses, type KindCounts, mostCounted, type OverviewView } from "./view";

type Counted = { kind: Kind; status: CountedStatus; count: number };

const stored = countedStatuses.filter(status => status !== "stalled");

/** How many of each kind stand how, those that stall among the running ones: each number is counted along an index, and no further than it is told. */
export const countStored = Prisma.sql`
  SELECT k.kind, s.status, c.count FROM unnest(${OnboardingKind.options}::text[]) AS k(kind) CROSS JOIN unnest(${stored}::text[]) AS s(status)
  CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM (
    SELECT FROM onboarding_summary o WHERE o.kind = k.kind AND o.state = s.status LIMIT ${mostCounted + 1}) counted) c`;

const countStalled = (tx: Tx) => tx.$queryRaw<Counted[]>`
  SELECT o.kind::text AS kind, 'stalled' AS status, count(*)::int AS count
  FROM (${stalledRuns}) r JOIN onboarding o ON o.id = r.onboarding_id GROUP BY 1`;

function toKinds(counted: readonly Counted[]): KindCounts[] {
  const find = (kind: Kind, status: CountedStatus) =>
    counted.find(one => one.kind === kind && one.status === status)?.count ?? 0;
  // One that gives no sign of life is told as such, and not as running; beyond what is counted it makes no difference.
  const countOf = (kind: Kind, status: CountedStatus) => {
    const count = find(kind, status);
    return status === "running" && count <= mostCounted ? Math.max(0, count - find(kind, "stalled")) : count;
  };
  return OnboardingKind.options.map(kind => ({
    kind,
    counts: Object.fromEntries(countedStatuses.map(status => [status, countOf(kind, status)])) as KindCounts["counts"],
  }));
}

const countTroubles = (tx: Tx) => tx.$queryRaw<Omit<OverviewView, "kinds">[]>`
  SELECT
    (SELECT count(*)::int FROM (SELECT FROM alert WHERE closed_at IS NULL AND acknowledged_at IS NULL
      AND split_part(rule, '-', 1) = ANY(${RuleKind.options}) LIMIT ${mostCounted + 1}) a) AS "openAlerts",
    (SELECT count(*)::int FROM (SELECT FROM pgboss.job WHERE name = ${deadLetters} AND state < 'active' LIMIT ${mostCounted + 1}) d) AS "deadLetters",
    (SELECT coalesce(array_agg(name ORDER BY name), '{}') FROM (SELECT name FROM upstream_breaker WHERE opened_at IS NOT NULL LIMIT 20) b) AS "openCircuits"`;

/** What needs a hand now, and how many onboardings of each kind stand where. */
export const getOverview = (): Promise<OverviewView> =>
  transaction("system", async tx => {
    const counted = [...(await tx.$queryRaw<Counted[]>(countStored)), ...(await countStalled(tx))];
    const [troubles] = await countTroubles(tx);
    if (!troubles) throw new Error("nothing was counted");
    return { kinds: toKinds(counted), ...troubles };
  });
