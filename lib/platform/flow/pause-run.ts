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
  // One of which everything has settled is about to end. How long one takes that was paused says nothing about others.
  const paused = await tx.$executeRaw`
    UPDATE onboarding_run SET status = 'waiting', is_whole = false WHERE id = ${run.id} AND EXISTS (
      SELECT FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND waiting_for = ${awaitedResume})`;
  return paused > 0 ? run.id : null;
}

/** A pause of an onboarding that began at `since`, unset for a moment ago; what is older than so many hours is read from its start. */
type Paused = { onboardingId: number; since: Date | null; keptHours: number };

// A list that has changed since is not what was read of it; else the time of the pause is none that the part took.
const bringForward = (tx: Tx, { onboardingId, since, keptHours }: Paused) => tx.$executeRaw`
  WITH pause AS (
    SELECT since, since < app_now() - make_interval(hours => ${keptHours}::int) AS is_old
    FROM coalesce(${since}::timestamptz, app_now()) AS since)
  UPDATE onboarding_step SET cursor = CASE WHEN NOT is_old THEN cursor END, done = CASE WHEN is_old THEN 0 ELSE done END,
    total = CASE WHEN NOT is_old THEN total END,
    started_at = CASE WHEN NOT is_old THEN started_at + (app_now() - greatest(started_at, since)) END
  FROM pause WHERE onboarding_id = ${onboardingId} AND state = 'waiting' AND waiting_for = ${awaitedResume}`;

/** Lets a paused run go on at its next page, or its lists from their start after a long pause, and sends its job; false where none is paused. */
export async function resumePaused(tx: Tx, of: Pick<WorkedFlow, "job">, paused: Paused): Promise<boolean> {
  const { onboardingId } = paused;
  if (!(await lockRun(tx, onboardingId))) return false;
  await bringForward(tx, paused);
  const isResumed = await resumeRun(tx, onboardingId, awaitedResume, { keepsTime: true });
  if (isResumed) await nudge(tx, of, onboardingId);
  return isResumed;
}
