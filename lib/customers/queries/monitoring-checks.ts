import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import type { CustomerRule, HealthCheck } from "../view/monitoring";
import { isFailedSync } from "./failed-sync";

/** How long a rule may go without being looked at: each is every fifteen seconds, and at a host without a worker every three minutes. */
export const staleAfterMinutes = 10;

const lateMinutes = 15;
// Tested every day.
const provenHours = 48;

type Row = {
  provenAt: Date | null;
  provenHours: number | null;
  brokenAt: Date | null;
  brokenClass: string | null;
  rateLimit: unknown;
  testedAt: Date | null;
  syncedAt: Date | null;
  syncEveryMinutes: number;
  alertAfterFailures: number;
  withExports: boolean;
  pausedAt: Date | null;
  isRunning: boolean;
  failures: number;
  lateMinutes: number | null;
  workflows: number;
  failedExports: number;
  cells: number;
  wrongCells: number;
  accessAt: Date | null;
  managers: number;
  invited: number;
};

const readRow = async (tx: Tx, customerId: number): Promise<Row> => {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT z.proven_at AS "provenAt", floor(extract(epoch FROM app_now() - z.proven_at) / 3600)::int AS "provenHours", z.broken_at AS "brokenAt",
      z.broken_class AS "brokenClass", z.test -> 'validation' -> 'rateLimit' AS "rateLimit", z.tested_at AS "testedAt", c.synced_at AS "syncedAt",
      c.sync_every_minutes AS "syncEveryMinutes", c.alert_after_failures AS "alertAfterFailures", c.with_exports AS "withExports",
      c.sync_paused_at AS "pausedAt", open.id IS NOT NULL AS "isRunning", runs.failures,
      CASE WHEN open.id IS NULL AND c.sync_every_minutes > 0 THEN floor(extract(epoch FROM app_now() - c.next_sync_at) / 60)::int END AS "lateMinutes",
      inside.workflows, inside.failed AS "failedExports", access.cells, access.wrong AS "wrongCells", access.at AS "accessAt",
      (SELECT count(*)::int FROM customer_user m JOIN "user" u ON u.id = m.user_id
        WHERE m.customer_id = c.id AND m.role = 'manager' AND NOT m.is_probe AND u.disabled_at IS NULL) AS managers,
      (SELECT count(*)::int FROM customer_invite i WHERE i.customer_id = c.id AND i.role = 'manager' AND i.accepted_at IS NULL
        AND i.revoked_at IS NULL AND i.expires_at > app_now()) AS invited
    FROM customer c JOIN onboarding o ON o.customer_id = c.id LEFT JOIN zuora_credential z ON z.customer_id = c.id
    LEFT JOIN LATERAL (SELECT id FROM onboarding_run WHERE onboarding_id = o.id AND ended_at IS NULL LIMIT 1) open ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS failures FROM onboarding_run r WHERE r.onboarding_id = o.id AND ${isFailedSync}
        AND r.number > coalesce((SELECT max(r.number) FROM onboarding_run r
          WHERE r.onboarding_id = o.id AND r.status IN ('complete', 'failed') AND NOT ${isFailedSync}), 0)) runs
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS workflows, (count(*) FILTER (WHERE export_error IS NOT NULL))::int AS failed
      FROM workflow w WHERE w.customer_id = c.id) inside
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS cells, (count(*) FILTER (WHERE is_expected <> is_granted))::int AS wrong, max(at) AS at
      FROM customer_access_check a WHERE a.customer_id = c.id) access
    WHERE c.id = ${customerId}`;
  if (!row) throw new Error("a customer without an onboarding");
  return row;
};

type Found = Omit<HealthCheck, "name" | "at" | "values"> & { values?: HealthCheck["values"]; at?: Date | null };

const ok = (reason: string, more: Omit<Found, "state" | "reason"> = {}): Found => ({ state: "ok", reason, ...more });
const warning = (reason: string, more: Omit<Found, "state" | "reason"> = {}): Found => ({
  ...{ state: "warning", reason },
  ...more,
});
const problem = (reason: string, more: Omit<Found, "state" | "reason"> = {}): Found => ({
  ...{ state: "problem", reason },
  ...more,
});

function ofCredentials({ provenAt, provenHours: hours, brokenAt, brokenClass }: Row): Found {
  if (brokenAt) return problem("broken", { values: { fault: brokenClass ?? "" }, at: brokenAt });
  if (!provenAt || hours === null) return problem("unproven");
  return hours > provenHours ? warning("old", { at: provenAt }) : ok("proven", { at: provenAt });
}

function ofSync(row: Row): Found {
  const { pausedAt, isRunning, syncedAt, failures, alertAfterFailures, syncEveryMinutes, lateMinutes: late } = row;
  if (pausedAt) return problem("paused", { values: { failures }, at: pausedAt });
  if (failures > 0)
    return (failures >= alertAfterFailures ? problem : warning)("failed", { values: { failures }, at: syncedAt });
  if (late !== null && late > lateMinutes) return problem("overdue", { values: { minutes: late }, at: syncedAt });
  if (!syncedAt) return isRunning ? ok("running") : problem("never");
  return ok(syncEveryMinutes === 0 ? "unplanned" : "fresh", { at: syncedAt });
}

function ofExports({ withExports, workflows, failedExports: failed, syncedAt }: Row): Found {
  if (!withExports) return ok("notWanted");
  if (failed === 0) return ok("read", { values: { total: workflows }, at: syncedAt });
  return (failed === workflows ? problem : warning)("failed", { values: { failed, total: workflows }, at: syncedAt });
}

const RateLimit = z.object({
  judgement: z.enum(["ok", "short", "none"]),
  told: z.object({ limit: z.number(), remaining: z.number() }).nullable(),
});

function ofRateLimit({ rateLimit, testedAt: at }: Row): Found {
  const { judgement, told } = RateLimit.safeParse(rateLimit).data ?? { judgement: "ok", told: null };
  if (!told) return ok("unknown", { at });
  const more = { values: { remaining: told.remaining, limit: told.limit }, at };
  if (judgement === "ok") return ok("enough", more);
  return judgement === "short" ? warning("short", more) : problem("none", more);
}

function ofAccess({ cells, wrongCells: wrong, accessAt: at }: Row): Found {
  if (cells === 0) return warning("untested");
  return wrong > 0 ? problem("different", { values: { wrong }, at }) : ok("asExpected", { values: { cells }, at });
}

function ofManager({ managers, invited }: Row): Found {
  if (managers > 0) return ok("joined", { values: { count: managers } });
  return invited > 0 ? warning("invited") : problem("nobody");
}

/** Which rules of alerts tell of a customer. */
export const customerRuleKinds = ["failing_customer_syncs", "broken_credentials"] as const;

type RuleRow = Omit<CustomerRule, "evaluatedAt"> & { evaluatedAt: Date | null; isStale: boolean };

/** The rules that tell of customers, and whether anybody looks at them. */
export async function readRules(tx: Tx): Promise<{ rules: CustomerRule[]; isOff: boolean; isStale: boolean }> {
  const rows = await tx.$queryRaw<RuleRow[]>`
    SELECT split_part(id, '-', 1) AS kind, enabled, channels, evaluated_at AS "evaluatedAt",
      coalesce(evaluated_at < now() - make_interval(mins => ${staleAfterMinutes}), true) AS "isStale"
    FROM alert_rule WHERE split_part(id, '-', 1) = ANY(${[...customerRuleKinds]}) ORDER BY id`;
  const on = rows.filter(({ enabled }) => enabled);
  return {
    rules: rows.map(({ isStale: _, evaluatedAt, ...rule }) => ({
      ...rule,
      evaluatedAt: evaluatedAt?.toISOString() ?? null,
    })),
    isOff: customerRuleKinds.some(kind => !on.some(rule => rule.kind === kind)),
    isStale: on.some(({ isStale }) => isStale),
  };
}

const countReachable = async (tx: Tx): Promise<number> => {
  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM "user" u WHERE u.disabled_at IS NULL AND u.email IS NOT NULL AND u.email_confirmed
      AND EXISTS (SELECT FROM user_roles r WHERE r.user_id = u.id AND r.role = 'admin')`;
  return counted?.count ?? 0;
};

async function ofAlerts(tx: Tx): Promise<Found> {
  const { isOff, isStale } = await readRules(tx);
  if (isOff) return problem("off");
  const count = await countReachable(tx);
  if (count === 0) return problem("nobody");
  return isStale ? warning("stale") : ok("reachable", { values: { count } });
}

/** How a customer is doing at this moment, check by check. For the system: it reads who can be alerted. */
export async function readChecks(tx: Tx, customerId: number): Promise<HealthCheck[]> {
  const row = await readRow(tx, customerId);
  const found: Record<HealthCheck["name"], Found> = {
    ...{ credentials: ofCredentials(row), sync: ofSync(row), exports: ofExports(row), rate_limit: ofRateLimit(row) },
    ...{ access: ofAccess(row), manager: ofManager(row), alerts: await ofAlerts(tx) },
  };
  return (Object.keys(found) as HealthCheck["name"][]).map(name => {
    const { state, reason, values = {}, at } = found[name];
    return { name, state, reason, values, at: at?.toISOString() ?? null };
  });
}
