import { type Scope, type Tx, transaction } from "../db";
import { leaveBehind } from "../jobs/deadline";
import { sendJob } from "../jobs/queue";
import { log } from "../log";
import { withTrace } from "../outbound/trace";
import { inSpan } from "../tracing/span";
import { type Claim, claimIn, commitPage, type Ending, endIn, isTakenOver, keepAlive } from "./claim";
import { settleRun } from "./end-run";
import { endingOf } from "./ending";
import { Fenced, HeldElsewhere } from "./failure";
import type { StepState } from "./progress";
import { attemptsOf, onFailureOf, type Part, partsOf, type WorkedFlow, type WorkerContext } from "./step";
import { type Owned, scopeOf, subjectOf } from "./subject";
import { beginTurn, type Turn, TurnOver } from "./turn";

// By then the job that gives its place away has ended, and its key is free again.
const behindSeconds = 1;

// A page is written in less; who goes on longer after the signal does not hear it.
const graceMs = 10_000;

type RunOptions = { signal: AbortSignal; holdsJob: boolean };
type Ids = { onboardingId: number; runId: number; subjectId: number };
type ActiveRun = { of: WorkedFlow; scope: Scope; turn: Turn } & Ids & RunOptions;

/** The run of an onboarding that has not ended, which runs from now on; null where there is none, or it waits for somebody. */
async function beginRun(tx: Tx, of: WorkedFlow, onboardingId: number, options: RunOptions): Promise<ActiveRun | null> {
  const [run] = await tx.$queryRaw<({ id: number } & Owned)[]>`
    UPDATE onboarding_run r SET status = 'running', started_at = coalesce(r.started_at, app_now())
    FROM onboarding o
    WHERE r.onboarding_id = ${onboardingId} AND r.ended_at IS NULL AND r.status <> 'waiting' AND o.id = r.onboarding_id
    RETURNING r.id, o.store_id AS "storeId", o.practitioner_id AS "practitionerId", o.agent_user_id AS "agentUserId",
      o.member_id AS "memberId", o.customer_id AS "customerId"`;
  const subjectId = run && subjectOf(of.kind, run);
  if (!run || !subjectId) return null;
  const turn = beginTurn(of, { key: String(onboardingId), ...options });
  return { of, onboardingId, runId: run.id, subjectId, scope: scopeOf(of.kind, subjectId), turn, ...options };
}

/** A part that this worker holds, and which one of the list it is. */
type Held = { at: number; part: Part; claim: Claim };

/** Takes the first part from `from` on that is open and may be begun; null when there is none, its name when somebody else has it. */
async function takeNext(tx: Tx, run: ActiveRun, from: number): Promise<Held | string | null> {
  const { of, onboardingId, runId, holdsJob } = run;
  for (const [at, part] of partsOf(of).entries()) {
    if (at < from) continue;
    const claim = await claimIn(tx, { onboardingId, runId, step: part.id, holdsJob });
    if (claim) return { at, part, claim };
    const state = await stateOf(tx, run, part.id);
    // A live worker has it, or it is open again since we asked for it.
    if (state === "running" || state === "pending") return part.id;
    const isWell = state === null || state === "done" || state === "skipped";
    if (!isWell && onFailureOf(of) === "stop") return null;
  }
  return null;
}

/** How a part of a run that goes on stands; null where the run has ended, or knows no such part. */
async function stateOf(tx: Tx, { onboardingId, runId }: ActiveRun, step: string): Promise<StepState | null> {
  const [row] = await tx.$queryRaw<{ state: StepState }[]>`
    SELECT s.state FROM onboarding_step s JOIN onboarding_run r ON r.id = ${runId} AND r.ended_at IS NULL
    WHERE s.onboarding_id = ${onboardingId} AND s.step = ${step}`;
  return row?.state ?? null;
}

async function workPart({ part, claim }: Held, of: WorkedFlow, context: WorkerContext): Promise<Ending> {
  const reason = await part.skip?.(context);
  if (reason) return { state: "skipped", reason };
  if (claim.attempts > attemptsOf(of))
    return {
      state: "failed",
      failure: { code: "internal", message: "Gave up after repeated crashes.", retryable: false },
    };
  const { onboardingId, runId } = context;
  const attributes = {
    "step.id": part.id,
    "step.attempt": claim.attempts,
    "onboarding.id": onboardingId,
    "run.id": runId,
  };
  return { state: "done", result: await inSpan({ name: `step ${part.id}`, attributes }, () => part.run(context)) };
}

/** Works on a held part; its end, and what comes after it, are one transaction. */
async function holdPart(held: Held, run: ActiveRun): Promise<Held | string | null> {
  const { at, part, claim } = held;
  const { onboardingId, subjectId, runId, scope, turn, signal: stopped } = run;
  const lost = new AbortController();
  const stopBeating = keepAlive(scope, claim, () => lost.abort(new Fenced()));
  const signal = AbortSignal.any([stopped, lost.signal]);
  const page: WorkerContext["page"] = async (progress, write) => {
    await commitPage(scope, claim, progress, write);
    // Without a cursor it would begin anew each time.
    if (progress.cursor !== undefined && (await turn.isOver())) throw new TurnOver();
  };
  const context = { subjectId, onboardingId, runId, cursor: claim.cursor, signal, page };
  try {
    const ending = await leaveBehind(workPart(held, run.of, context), signal, graceMs).catch((thrown: unknown) => {
      if (thrown instanceof Fenced) throw thrown;
      if (lost.signal.aborted) throw new Fenced();
      if (!(thrown instanceof TurnOver))
        log.warn({ err: thrown, onboardingId, step: part.id, attempts: claim.attempts }, "step did not end well");
      return endingOf(thrown, claim, run);
    });
    const isOver = ending.state === "pending" || (await turn.isOver());
    return await transaction(scope, async tx => {
      await endIn(tx, claim, ending);
      if (stopped.aborted) return null;
      // One that has not ended well may hold up those after it.
      return isOver ? letOthers(tx, run) : goOn(tx, run, onFailureOf(run.of) === "stop" ? at : at + 1);
    });
  } catch (thrown) {
    // Who stood still for long may have lost the connection too, before it could see that it was replaced.
    if (!(thrown instanceof Fenced) && (await isTakenOver(claim).catch(() => false))) throw new Fenced();
    throw thrown;
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

/** Settles a run of which no part is left to do, or has its job come again. */
async function settle(tx: Tx, { of, onboardingId, runId, subjectId }: ActiveRun): Promise<void> {
  const known = partsOf(of).map(part => part.id);
  if (await settleRun(tx, { runId, onboardingId, known, onFailure: onFailureOf(of) }))
    await of.onRunEnd?.(tx, { runId, subjectId });
  else await sendAgain(tx, of, onboardingId);
}

/** Sends the job to the end of its queue, where others wait, when there is something left to do, and settles the run when there is nothing. */
async function letOthers(tx: Tx, run: ActiveRun): Promise<null> {
  const { of, onboardingId } = run;
  const known = partsOf(of).map(part => part.id);
  // Where one stops the others, the first that has not ended well is the only one that may be begun.
  const most = onFailureOf(of) === "stop" ? 1 : known.length;
  const [open] = await tx.$queryRaw<unknown[]>`
    SELECT FROM (
      SELECT state, next_attempt_at FROM onboarding_step
      WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL AND step = ANY(${known}::text[]) AND state NOT IN ('done', 'skipped')
      ORDER BY position LIMIT ${most}) s
    WHERE state IN ('pending', 'running') OR (state = 'retrying' AND next_attempt_at <= now()) LIMIT 1`;
  if (open)
    await sendJob(tx, of.job, { onboardingId }, { key: String(onboardingId), startAfterSeconds: behindSeconds });
  else await settle(tx, run);
  return null;
}

/** Takes the next part, or settles the run when there is none. */
async function goOn(tx: Tx, run: ActiveRun, from: number): Promise<Held | string | null> {
  const next = await takeNext(tx, run, from);
  if (next === null) await settle(tx, run);
  return next;
}

async function runParts(run: ActiveRun, first: Held | string | null): Promise<void> {
  let next = first ?? (await transaction(run.scope, tx => goOn(tx, run, 0)));
  while (next !== null && typeof next !== "string") next = await holdPart(next, run);
  run.signal.throwIfAborted();
  if (next !== null) throw new HeldElsewhere(next);
}

/**
 * Runs what is left of an onboarding's worker parts, in order: settled ones are left alone, an interrupted one goes on at its cursor.
 * Throws when a live worker holds a part (the job comes again) or this worker was told to stop.
 */
export async function run(of: WorkedFlow, onboardingId: number, options: RunOptions): Promise<void> {
  options.signal.throwIfAborted();
  const begun = await transaction("system", async tx => {
    const active = await beginRun(tx, of, onboardingId, options);
    return active && { active, first: await takeNext(tx, active, 0) };
  });
  if (!begun) return;
  const { active, first } = begun;
  try {
    await withTrace(`job_${active.runId}`, () => runParts(active, first));
  } catch (thrown) {
    // Whoever took over holds the same queue job: failing it here would take it from under them.
    if (!(thrown instanceof Fenced)) throw thrown;
    log.info({ onboardingId }, thrown.message);
  }
}
