import type { Tx } from "../db";
import { toPartOutcome } from "./onboarding";
import { isRunAtRest, type OnFailure, runOutcome } from "./progress";
import { skipUnknownParts } from "./unknown-parts";

const listParts = (tx: Tx, onboardingId: number) =>
  tx.onboardingStep.findMany({ where: { onboardingId, parent: { not: null } }, orderBy: { position: "asc" } });

type LockedRun = { id: number; status: string; createdAt: Date };

/** Locks the run of an onboarding that has not ended, before any of its steps; null where there is none. */
export async function lockRun(tx: Tx, onboardingId: number): Promise<LockedRun | null> {
  const [run] = await tx.$queryRaw<LockedRun[]>`
    SELECT id, status::text, created_at AS "createdAt" FROM onboarding_run WHERE onboarding_id = ${onboardingId} AND ended_at IS NULL FOR UPDATE`;
  return run ?? null;
}

type PartRows = Awaited<ReturnType<typeof listParts>>;

type Outcome = ReturnType<typeof runOutcome> | "cancelled";

async function endRun(tx: Tx, run: { id: number }, rows: PartRows, status: Outcome): Promise<void> {
  const parts = JSON.stringify(rows.map(toPartOutcome));
  await tx.$executeRaw`
    UPDATE onboarding_run SET status = ${status}::"OnboardingStatus", ended_at = app_now(), parts = ${parts}::jsonb
    WHERE id = ${run.id} AND ended_at IS NULL`;
}

// Of parts that stop, a run that was asked for some leaves alone what had failed before it: that is no failure of its own.
const ownParts = (rows: PartRows, { createdAt }: LockedRun, onFailure: OnFailure): PartRows =>
  onFailure === "continue"
    ? rows
    : rows.filter(({ state, endedAt }) => state !== "failed" || endedAt === null || endedAt >= createdAt);

type Settling = { runId: number; onboardingId: number; known: readonly string[]; onFailure: OnFailure };

/**
 * Ends a run whose parts have all settled and keeps how each did, or lets it wait for what its parts wait for; false while a worker has
 * something to do. `known` are the parts that this version runs.
 */
export async function settleRun(tx: Tx, { runId, onboardingId, known, onFailure }: Settling): Promise<boolean> {
  const run = await lockRun(tx, onboardingId);
  // One that was cancelled meanwhile stays so, and its successor is no business of its worker.
  if (run?.id !== runId) return true;
  const found = await listParts(tx, onboardingId);
  const isKnown = found.every(row => known.includes(row.step));
  if (!isKnown) await skipUnknownParts(tx, onboardingId, known);
  const rows = isKnown ? found : await listParts(tx, onboardingId);
  if (!isRunAtRest(rows, onFailure)) return false;
  if (rows.some(row => row.state === "waiting"))
    await tx.$executeRaw`UPDATE onboarding_run SET status = 'waiting' WHERE id = ${runId}`;
  else await endRun(tx, run, rows, runOutcome(ownParts(rows, run, onFailure), onFailure));
  return true;
}

/**
 * Ends the run of an onboarding as cancelled: a page that is being written is finished, its worker writes no other, and what is there stays.
 * Answers its id, null where none runs. A later run can go on where this one stopped.
 */
export async function cancelRun(tx: Tx, onboardingId: number): Promise<number | null> {
  const run = await lockRun(tx, onboardingId);
  if (!run) return null;
  await tx.$executeRaw`
    UPDATE onboarding_step SET fence = fence + 1,
      state = CASE WHEN state IN ('done', 'failed', 'skipped') THEN state ELSE 'pending' END,
      waiting_for = NULL, next_attempt_at = NULL,
      error_code = CASE WHEN state = 'failed' THEN error_code END, error_message = CASE WHEN state = 'failed' THEN error_message END
    WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL`;
  await endRun(tx, run, await listParts(tx, onboardingId), "cancelled");
  return run.id;
}

type Resuming = {
  /** The parts' time goes on as it is; else it begins anew as their tries do, for what they waited is none that they took. */
  keepsTime?: boolean;
};

/** Lets a run go on whose parts wait for this, with tries anew; false where none does. Whoever calls it sends the job. */
export async function resumeRun(
  tx: Tx,
  onboardingId: number,
  waitingFor: string,
  { keepsTime = false }: Resuming = {},
): Promise<boolean> {
  const run = await lockRun(tx, onboardingId);
  if (!run) return false;
  const resumed = await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'pending', waiting_for = NULL, attempts = 0, error_code = NULL, error_message = NULL,
      heartbeat_at = now(), started_at = CASE WHEN ${keepsTime} THEN started_at ELSE app_now() END
    WHERE onboarding_id = ${onboardingId} AND state = 'waiting' AND waiting_for = ${waitingFor}`;
  if (resumed === 0) return false;
  await tx.$executeRaw`UPDATE onboarding_run SET status = 'running' WHERE id = ${run.id}`;
  return true;
}

/** Ends a run that does nothing but wait, so that another can begin: what it waited for counts as failed. Answers its id, null where none waits; whoever calls it tells of the end. */
export async function giveUpWaiting(tx: Tx, onboardingId: number, onFailure: OnFailure): Promise<number | null> {
  const run = await lockRun(tx, onboardingId);
  if (run?.status !== "waiting") return null;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'failed', waiting_for = NULL, ended_at = app_now()
    WHERE onboarding_id = ${onboardingId} AND state = 'waiting'`;
  const rows = await listParts(tx, onboardingId);
  await endRun(tx, run, rows, runOutcome(rows, onFailure));
  return run.id;
}
