import type { Tx } from "../db";
import { lockRun, resumeRun } from "./end-run";
import { nudge } from "./start-run";
import type { WorkedFlow } from "./step";

/** What the parts of a paused run wait for. */
export const awaitedResume = "resume";

/**
 * Lets the run of an onboarding wait until somebody resumes it: a page that is being written is finished, its worker writes no other, and the try
 * that was under way is not counted. Answers its id, also of one that is paused already; null where nothing is left to pause.
 */
export async function pauseRun(tx: Tx, onboardingId: number): Promise<number | null> {
  const run = await lockRun(tx, onboardingId);
  if (!run) return null;
  await tx.$executeRaw`
    UPDATE onboarding_step SET fence = fence + 1, attempts = CASE WHEN state = 'running' THEN greatest(attempts - 1, 0) ELSE attempts END,
      state = 'waiting', waiting_for = ${awaitedResume}, next_attempt_at = NULL, error_code = NULL, error_message = NULL
    WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL AND state NOT IN ('done', 'failed', 'skipped')
      AND waiting_for IS DISTINCT FROM ${awaitedResume}`;
  // One of which everything has settled is about to end.
  const paused = await tx.$executeRaw`
    UPDATE onboarding_run SET status = 'waiting' WHERE id = ${run.id} AND EXISTS (
      SELECT FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND waiting_for = ${awaitedResume})`;
  return paused > 0 ? run.id : null;
}

/** Lets a paused run go on at its next page, and sends its job; false where none is paused. */
export async function resumePaused(tx: Tx, of: Pick<WorkedFlow, "job">, onboardingId: number): Promise<boolean> {
  const isResumed = await resumeRun(tx, onboardingId, awaitedResume);
  if (isResumed) await nudge(tx, of, onboardingId);
  return isResumed;
}
