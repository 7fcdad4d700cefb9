import { type Scope, type Tx, transaction } from "../db";
import { LeftBehind, leaveBehind } from "../jobs/deadline";
import { sendJob } from "../jobs/queue";
import { log } from "../log";
import { withTrace } from "../outbound/trace";
import { type Claim, claimStep, commitPage, type Ending, endStep, keepAlive } from "./claim";
import { settleRun } from "./end-run";
import { Fenced, toFailure } from "./failure";
import { mostAttempts } from "./progress";
import { type Part, partsOf, type WorkedFlow, type WorkerContext } from "./step";
import { scopeOf, subjectOf } from "./subject";

// 5, 15, 45, 135 s, each up to a half longer, so that many do not come back at once.
const backoffSeconds = (attempts: number) => 5 * 3 ** (attempts - 1) * (1 + Math.random() / 2);

// An upstream may say when to come again, but not lock a store for years.
const longestWaitSeconds = 3600;

// A page is written in less; who goes on longer after the signal does not hear it.
const graceMs = 10_000;

type RunOptions = { signal: AbortSignal; holdsJob: boolean };
type ActiveRun = { runId: number; subjectId: number; scope: Scope };

async function findActiveRun(of: WorkedFlow, onboardingId: number): Promise<ActiveRun | null> {
  const run = await transaction("system", tx =>
    tx.onboardingRun.findFirst({
      where: { onboardingId, endedAt: null },
      select: { id: true, onboarding: { select: { storeId: true, practitionerId: true } } },
    }),
  );
  const subjectId = run && subjectOf(of.kind, run.onboarding);
  return run && subjectId !== null ? { runId: run.id, subjectId, scope: scopeOf(of.kind, subjectId) } : null;
}

function endingOf(thrown: unknown, claim: Claim, signal: AbortSignal): Ending {
  if (signal.aborted && !(thrown instanceof LeftBehind)) return { state: "pending" };
  const failure = toFailure(thrown);
  if (failure.pause) return { state: "waiting", failure, pause: failure.pause };
  if (!failure.retryable || claim.attempts >= mostAttempts) return { state: "failed", failure };
  return {
    state: "retrying",
    failure,
    inSeconds: Math.min(longestWaitSeconds, Math.max(failure.retryAfterSeconds ?? 0, backoffSeconds(claim.attempts))),
  };
}

async function workPart(part: Part, claim: Claim, context: WorkerContext): Promise<Ending> {
  const reason = await part.skip?.(context);
  if (reason) return { state: "skipped", reason };
  if (claim.attempts > mostAttempts)
    return {
      state: "failed",
      failure: { code: "internal", message: "Gave up after repeated crashes.", retryable: false },
    };
  return { state: "done", result: await part.run(context) };
}

async function holdPart(
  part: Part,
  claim: Claim,
  onboardingId: number,
  run: ActiveRun,
  stopped: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const stopBeating = keepAlive(run.scope, claim, () => lost.abort(new Fenced()));
  const signal = AbortSignal.any([stopped, lost.signal]);
  const page: WorkerContext["page"] = (progress, write) => commitPage(run.scope, claim, progress, write);
  const context = { subjectId: run.subjectId, onboardingId, runId: run.runId, cursor: claim.cursor, signal, page };
  try {
    const ending = await leaveBehind(workPart(part, claim, context), signal, graceMs).catch((thrown: unknown) => {
      if (thrown instanceof Fenced) throw thrown;
      if (lost.signal.aborted) throw new Fenced();
      log.warn({ err: thrown, onboardingId, step: part.id, attempts: claim.attempts }, "step did not end well");
      return endingOf(thrown, claim, stopped);
    });
    await endStep(run.scope, claim, ending);
  } finally {
    stopBeating();
  }
}

/** The job comes again when the next try is due, by the database's clock. */
async function sendAgain(tx: Tx, of: WorkedFlow, onboardingId: number): Promise<void> {
  const [next] = await tx.$queryRaw<{ seconds: number | null }[]>`
    SELECT greatest(1, ceil(extract(epoch FROM min(next_attempt_at) - now())))::int AS seconds
    FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND state = 'retrying'`;
  if (next?.seconds != null)
    await sendJob(tx, of.job, { onboardingId }, { key: String(onboardingId), startAfterSeconds: next.seconds });
}

/**
 * Runs what is left of an onboarding's worker parts, in order: settled ones are left alone, an interrupted one goes on at its cursor.
 * Throws when a live worker holds a part (the job comes again) or this worker was told to stop.
 */
export async function run(of: WorkedFlow, onboardingId: number, options: RunOptions): Promise<void> {
  const active = await findActiveRun(of, onboardingId);
  if (!active) return;
  try {
    await withTrace(`job_${active.runId}`, () => runParts(of, onboardingId, active, options));
  } catch (thrown) {
    // Whoever took over holds the same queue job: failing it here would take it from under them.
    if (!(thrown instanceof Fenced)) throw thrown;
    log.info({ onboardingId }, thrown.message);
  }
}

async function runParts(of: WorkedFlow, onboardingId: number, active: ActiveRun, options: RunOptions): Promise<void> {
  await transaction(
    active.scope,
    tx =>
      tx.$executeRaw`UPDATE onboarding_run SET status = 'running', started_at = coalesce(started_at, app_now()) WHERE id = ${active.runId} AND ended_at IS NULL`,
  );
  for (const part of partsOf(of)) {
    options.signal.throwIfAborted();
    const claim = await claimStep(active.scope, {
      onboardingId,
      runId: active.runId,
      step: part.id,
      holdsJob: options.holdsJob,
    });
    if (claim) await holdPart(part, claim, onboardingId, active, options.signal);
    else await requireNotHeld(active.scope, onboardingId, part.id);
  }
  await transaction(active.scope, async tx => {
    const { runId, subjectId } = active;
    const known = partsOf(of).map(part => part.id);
    if (await settleRun(tx, { runId, onboardingId, known })) await of.onRunEnd?.(tx, { runId, subjectId });
    else await sendAgain(tx, of, onboardingId);
  });
  options.signal.throwIfAborted();
}

async function requireNotHeld(scope: Scope, onboardingId: number, step: string): Promise<void> {
  const row = await transaction(scope, tx =>
    tx.onboardingStep.findFirst({ where: { onboardingId, step }, select: { state: true } }),
  );
  if (row?.state === "running") throw new Error(`step ${step} is held by another worker`);
}
