import type { Tx } from "@/lib/platform/db";
import type { RunEnd } from "@/lib/platform/flow/step";

type Ended = { onboardingId: number; status: string; hasEnded: boolean };

async function findRun(tx: Tx, runId: number): Promise<Ended> {
  const { endedAt, ...run } = await tx.onboardingRun.findUniqueOrThrow({
    where: { id: runId },
    select: { onboardingId: true, status: true, endedAt: true },
  });
  return { ...run, hasEnded: endedAt !== null };
}

/** What a run makes of the onboarding when it ends or waits: once complete it stays so, whatever later syncs come to. */
async function settleOnboarding(tx: Tx, { onboardingId, status }: Ended): Promise<void> {
  const step = { complete: "done", failed: "failed", waiting: "waiting" }[status];
  if (step === undefined) return;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = ${step}::"StepState", ended_at = CASE WHEN ${step} = 'waiting' THEN NULL ELSE app_now() END,
      done = ${step === "done" ? 1 : 0}, total = 1
    WHERE onboarding_id = ${onboardingId} AND parent IS NULL AND state <> 'done'`;
  await tx.$executeRaw`
    UPDATE onboarding SET status = ${status}::"OnboardingStatus", ended_at = CASE WHEN ${step} = 'done' THEN app_now() END
    WHERE id = ${onboardingId} AND status <> 'complete'`;
}

// What is read by itself is read as often after a failure as after a sync that came through: an upstream that was down for an hour is up again.
const planNextSync = (tx: Tx, customerId: number) => tx.$executeRaw`
  UPDATE customer SET next_sync_at = CASE WHEN sync_every_minutes > 0 THEN app_now() + make_interval(mins => sync_every_minutes) END
  WHERE id = ${customerId}`;

/** Settles the onboarding and plans the next sync when a run ends or waits, in the transaction in which it does. Twice for the same run does it once. */
export async function tellRunEnd(tx: Tx, { runId, subjectId: customerId }: RunEnd): Promise<void> {
  const run = await findRun(tx, runId);
  // One that has a successor has no say any more.
  const newer = await tx.onboardingRun.count({ where: { onboardingId: run.onboardingId, id: { gt: runId } } });
  if (newer > 0) return;
  await settleOnboarding(tx, run);
  if (run.hasEnded) await planNextSync(tx, customerId);
}
