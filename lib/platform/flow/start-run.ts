import type { Tx } from "../db";
import { sendJob } from "../jobs/queue";
import type { Flow } from "./step";

/** A run that is there now, and whether this call made it. */
export type StartedRun = { runId: number; createdNew: boolean };

/** Starts a run of a flow's worker parts, or names the one that runs. The onboarding must be locked by the caller; a partial unique index is the wall behind it. */
export async function startRun(tx: Tx, onboardingId: number, trigger: string): Promise<StartedRun> {
  const active = await tx.onboardingRun.findFirst({ where: { onboardingId, endedAt: null }, select: { id: true } });
  if (active) return { runId: active.id, createdNew: false };
  const last = await tx.onboardingRun.aggregate({ where: { onboardingId }, _max: { number: true } });
  const made = await tx.onboardingRun.create({
    data: { onboardingId, trigger, number: (last._max.number ?? 0) + 1 },
    select: { id: true },
  });
  await tx.onboardingStep.updateMany({
    where: { onboardingId, parent: { not: null } },
    data: {
      state: "pending",
      startedAt: null,
      endedAt: null,
      done: 0,
      total: null,
      attempts: 0,
      nextAttemptAt: null,
      errorCode: null,
      errorMessage: null,
      skipReason: null,
      heartbeatAt: null,
    },
  });
  await tx.$executeRaw`UPDATE onboarding_step SET cursor = NULL, result = NULL, fence = fence + 1 WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL`;
  return { runId: made.id, createdNew: true };
}

/** Sends the job of a run; call it last in the transaction. */
export const nudge = (tx: Tx, of: Flow, onboardingId: number): Promise<void> =>
  sendJob(tx, of.job, { onboardingId }, { key: String(onboardingId) });

/** Sends again whatever the tables say is due: a lost job is a late job, never a lost onboarding. Returns how many were sent. */
export async function nudgeDue(tx: Tx, of: Flow): Promise<number> {
  const due = await tx.$queryRaw<{ id: number }[]>`
    SELECT o.id FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
    WHERE r.ended_at IS NULL AND o.kind = ${of.kind}::"OnboardingKind" AND NOT EXISTS (
      SELECT FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL
        AND ((s.state = 'running' AND s.heartbeat_at > now() - interval '10 s') OR (s.state = 'retrying' AND s.next_attempt_at > now())))
    ORDER BY o.id LIMIT 500`;
  for (const { id } of due) await nudge(tx, of, id);
  return due.length;
}
