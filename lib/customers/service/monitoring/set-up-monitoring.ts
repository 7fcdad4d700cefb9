import { type Tx, transaction } from "@/lib/platform/db";
import { StepFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { readThresholds } from "../../queries/monitoring";
import { readChecks, readRules } from "../../queries/monitoring-checks";
import type { FirstFigures, MonitoringOutputs } from "../../view/monitoring";
import { SyncReport } from "../../view/sync-report";
import { testAlert } from "./test-alert";
import { requireSense } from "./thresholds";

const parts = 4;

type FirstSync = { jobId: number; report: unknown };

// The oldest that read all workflows; a run that goes on has kept nothing yet.
const findFirstSync = (tx: Tx, onboardingId: number) => tx.$queryRaw<FirstSync[]>`
  SELECT r.id AS "jobId", p -> 'result' AS report FROM onboarding_run r CROSS JOIN LATERAL jsonb_array_elements(r.parts) p
  WHERE r.onboarding_id = ${onboardingId} AND r.ended_at IS NOT NULL AND p ->> 'step' = 'workflow_sync' AND p ->> 'state' = 'done'
    AND (p ->> 'startedAt')::timestamptz >= r.created_at AND (p -> 'result' ->> 'isWhole')::boolean
  ORDER BY r.number LIMIT 1`;

const read = ({ subjectId: customerId, onboardingId }: WorkerContext) =>
  transaction("system", async tx => ({
    checks: await readChecks(tx, customerId),
    rules: await readRules(tx),
    thresholds: await readThresholds(tx, customerId),
    first: (await findFirstSync(tx, onboardingId))[0],
    report: (
      await tx.onboardingStep.findFirst({ where: { onboardingId, step: "workflow_sync" }, select: { result: true } })
    )?.result,
  }));

type Seen = Awaited<ReturnType<typeof read>>;

/** Somebody looks at the rules, and both that tell of customers are on. */
function requireRules({ rules: { isOff, isStale } }: Seen): void {
  if (isOff)
    throw new StepFailure(
      "alert_configuration",
      "The alert rules on customers are off, so nobody would be told. Switch both on under “Alerts”, then try again.",
    );
  if (isStale)
    throw new StepFailure(
      "monitoring_setup",
      "Nobody has looked at the alert rules for a while: is a worker running?",
      true,
    );
}

/** The figures that the first sync has brought: without them there is nothing to measure by. */
function requireFigures({ first, report }: Seen, { runId }: WorkerContext): FirstFigures {
  const told = SyncReport.safeParse(first?.report ?? report).data;
  if (!told)
    throw new StepFailure("metrics", "The sync has left no figures to measure by. Run the workflow sync again.");
  return {
    jobId: first?.jobId ?? runId,
    durationMs: told.durationMs,
    workflows: told.workflows.total,
    calls: told.calls,
  };
}

/**
 * Sets up how a customer is watched (sources/002, step 5): health checks, the figures of its first sync, thresholds that make sense, a dashboard, and a test
 * alert that is seen to arrive. Throws StepFailure `monitoring_setup`, `alert_configuration`, `metrics`, `nobody_to_tell` and `notification`.
 */
export async function setUpMonitoring(context: WorkerContext): Promise<MonitoringOutputs> {
  const { subjectId: customerId, page } = context;
  const seen = await read(context);
  requireRules(seen);
  await page({ done: 1, total: parts });
  requireSense(seen.thresholds);
  const metrics = requireFigures(seen, context);
  await page({ done: 2, total: parts });
  const { testAlert: tested, warnings } = await testAlert(context, seen.rules.rules);
  await page({ done: parts, total: parts });
  return {
    ...{ checks: seen.checks, metrics, thresholds: seen.thresholds, rules: seen.rules.rules },
    dashboard: `/admin/customers/${customerId}/monitoring`,
    ...{ testAlert: tested, warnings },
  };
}
