import { type AuditFact, audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { isFailedSync } from "../queries/failed-sync";
import { warnAfter } from "../queries/monitoring";
import { tellPeople } from "./news/tell-people";

type Row = { name: string; mostFailures: number; isWarned: boolean; isPaused: boolean; failures: number };

// Planned ones since one of any kind came through, or somebody resumed: what an admin tries by hand is no reason to stop, nor what fails after the sync.
const readFailures = async (tx: Tx, { customerId, onboardingId }: Ended): Promise<Row | undefined> => {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.name, c.pause_after_failures AS "mostFailures", c.sync_warned_at IS NOT NULL AS "isWarned", c.sync_paused_at IS NOT NULL AS "isPaused",
      (SELECT count(*)::int FROM onboarding_run r WHERE r.onboarding_id = ${onboardingId} AND r.trigger = 'schedule' AND ${isFailedSync}
        AND r.created_at >= coalesce(c.sync_resumed_at, '-infinity')
        AND r.number > coalesce((SELECT max(r.number) FROM onboarding_run r
          WHERE r.onboarding_id = ${onboardingId} AND r.status IN ('complete', 'failed') AND NOT ${isFailedSync}), 0)) AS failures
    FROM customer c WHERE c.id = ${customerId} FOR NO KEY UPDATE`;
  return row;
};

type Ended = { customerId: number; onboardingId: number; runId: number };
type By = { byUserId: number; reason?: string } | { jobId: number } | { hasNewClient: true };

const liftingOf = (customerId: number, by: By): AuditFact => ({
  action: "customer.sync_resumed",
  actor: "byUserId" in by ? { kind: "user", id: by.byUserId } : { kind: "system" },
  subject: { kind: "customer", id: customerId },
  detail: { ...("jobId" in by ? by : {}), ...("byUserId" in by && by.reason ? { reason: by.reason } : {}) },
});

/**
 * Ends the pause of planned syncs, and what was counted towards one: what is due begins. Answers what its caller has to audit, late in the transaction; nothing
 * where there was no pause.
 */
export async function liftPause(tx: Tx, customerId: number, by: By): Promise<AuditFact[]> {
  const [lifted] = await tx.$queryRaw<{ wasPaused: boolean }[]>`
    UPDATE customer SET sync_warned_at = NULL, sync_paused_at = NULL, sync_resumed_at = app_now(),
      next_sync_at = CASE WHEN sync_paused_at IS NOT NULL AND sync_every_minutes > 0 THEN least(next_sync_at, app_now()) ELSE next_sync_at END
    WHERE id = ${customerId} AND (sync_warned_at IS NOT NULL OR sync_paused_at IS NOT NULL)
    RETURNING old.sync_paused_at IS NOT NULL AS "wasPaused"`;
  return lifted?.wasPaused ? [liftingOf(customerId, by)] : [];
}

const mark = (tx: Tx, customerId: number, isPause: boolean) => tx.$executeRaw`
  UPDATE customer SET sync_warned_at = coalesce(sync_warned_at, app_now()), sync_paused_at = CASE WHEN ${isPause} THEN app_now() END
  WHERE id = ${customerId} AND sync_paused_at IS NULL`;

/**
 * After a planned sync that failed: at half of what the customer has set its managers and the admins are warned, and at all of it planned syncs pause, never
 * without a warning before. Once for each stretch. Last in its transaction.
 */
export async function pauseAfterFailures(tx: Tx, ended: Ended): Promise<void> {
  const { customerId, runId } = ended;
  const row = await readFailures(tx, ended);
  if (!row || row.isPaused) return;
  const { name, failures: count, mostFailures: limit, isWarned } = row;
  const isPause = isWarned && count >= limit;
  if (!isPause && (isWarned || count < warnAfter(limit))) return;
  await mark(tx, customerId, isPause);
  await tellPeople(tx, {
    customerId,
    runId,
    kind: isPause ? "sync_paused" : "sync_warned",
    values: { name, count, limit },
  });
  await audit(tx, {
    action: isPause ? "customer.sync_paused" : "customer.sync_warned",
    actor: { kind: "system" },
    subject: { kind: "customer", id: customerId },
    detail: { jobId: runId, failures: count, limit },
  });
}
