import { audit } from "../audit";
import type { Tx } from "../db";
import { lockRun } from "./end-run";
import { nudge } from "./start-run";
import type { WorkedFlow } from "./step";
import type { Kind } from "./subject";

/** Whose run an admin cannot wait for, and why. */
type Hastening = { onboardingId: number; kind: Kind; subjectId: number; byUserId: number; reason?: string | undefined };

/**
 * Has what waits for its next try in the run of an onboarding tried at once: in the same run, with the tries that it has left. Answers the run's id; null, and
 * nothing done, where nothing waits for its time. The onboarding is locked by the caller, who calls this last.
 */
export async function hastenRun(
  tx: Tx,
  of: Pick<WorkedFlow, "job">,
  { onboardingId, kind, subjectId, byUserId, reason }: Hastening,
): Promise<number | null> {
  const run = await lockRun(tx, onboardingId);
  if (!run) return null;
  // By the clock as it is: of two at once the second has waited for the first, and must see that its time has come.
  const hastened = await tx.$executeRaw`
    UPDATE onboarding_step SET next_attempt_at = now()
    WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL AND state = 'retrying' AND next_attempt_at > clock_timestamp()`;
  if (hastened === 0) return null;
  await audit(tx, {
    action: `${kind}.run_hastened`,
    actor: { kind: "user", id: byUserId },
    subject: { kind, id: subjectId },
    detail: { jobId: run.id, ...(reason ? { reason } : {}) },
  });
  await nudge(tx, of, onboardingId);
  return run.id;
}
