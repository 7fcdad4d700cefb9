import { type Scope, type Tx, transaction } from "../db";
import { type Failure, Fenced } from "./failure";
import type { Page } from "./step";

/** A step that this worker holds until it settles it or another takes it over. */
export type Claim = { stepId: number; fence: number; attempts: number; cursor: unknown };

const heartbeatMs = 1500;

/**
 * Which step of which run. `holdsJob`: pg-boss gave this very job to us, ten seconds after its former holder's last sign, which is at least
 * five after ours; so five seconds of silence are enough. Not none: a woken worker that ends its old job frees the job of its live successor.
 */
export type Claiming = { onboardingId: number; runId: number; step: string; holdsJob: boolean };
const silenceSeconds = (holdsJob: boolean) => (holdsJob ? 5 : 10);

/** Takes an open step of a run that goes on, in one statement, and moves its fencing token on. Null: settled, not due yet, run over, or held by a live worker. */
export async function claimStep(scope: Scope, claiming: Claiming): Promise<Claim | null> {
  const { onboardingId, runId, step, holdsJob } = claiming;
  const rows = await transaction(
    scope,
    tx => tx.$queryRaw<{ id: number; fence: number; attempts: number; cursor: unknown }[]>`
      UPDATE onboarding_step SET fence = fence + 1, state = 'running', attempts = attempts + 1, heartbeat_at = now(), next_attempt_at = NULL,
        error_code = NULL, error_message = NULL, started_at = coalesce(started_at, app_now())
      WHERE onboarding_id = ${onboardingId} AND step = ${step}
        AND EXISTS (SELECT FROM onboarding_run r WHERE r.id = ${runId} AND r.ended_at IS NULL) AND (
        state = 'pending' OR (state = 'retrying' AND next_attempt_at <= now())
        OR (state = 'running' AND heartbeat_at < now() - make_interval(secs => ${silenceSeconds(holdsJob)})))
      RETURNING id, fence, attempts, cursor`,
  );
  const [row] = rows;
  return row ? { stepId: row.id, fence: row.fence, attempts: row.attempts, cursor: row.cursor } : null;
}

const requireHeld = (hit: number) => {
  if (hit === 0) throw new Fenced();
};

/**
 * Commits one page: the fence first, so that a replaced worker's rows roll back; then the rows; the cursor last, since writing may complete
 * it. Progress never goes back.
 */
export async function commitPage(
  scope: Scope,
  claim: Claim,
  page: Page,
  write?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const total = page.total ?? null;
  await transaction(scope, async tx => {
    const hit = await tx.$executeRaw`
      UPDATE onboarding_step SET heartbeat_at = now(),
        total = CASE WHEN ${total}::int IS NULL AND total IS NULL THEN NULL ELSE GREATEST(total, ${total}::int, done, ${page.done}::int) END,
        done = GREATEST(done, ${page.done}::int)
      WHERE id = ${claim.stepId} AND fence = ${claim.fence} AND state = 'running'`;
    requireHeld(hit);
    await write?.(tx);
    const cursor = page.cursor === undefined ? null : JSON.stringify(page.cursor);
    await tx.$executeRaw`
      UPDATE onboarding_step SET heartbeat_at = clock_timestamp(), cursor = coalesce(${cursor}::jsonb, cursor) WHERE id = ${claim.stepId}`;
  });
}

/** Tells every one and a half seconds that this worker lives; the returned function ends it. */
export function keepAlive(scope: Scope, claim: Claim): () => void {
  const beat = () =>
    transaction(
      scope,
      tx =>
        tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() WHERE id = ${claim.stepId} AND fence = ${claim.fence} AND state = 'running'`,
    ).catch(() => undefined); // a missed beat is what the next holder looks at
  const timer = setInterval(beat, heartbeatMs);
  return () => clearInterval(timer);
}

/** How a held step ends: done with a result, skipped with a reason, failed, to be tried again, or given back untouched. */
export type Ending =
  | { state: "done"; result: Record<string, unknown> }
  | { state: "skipped"; reason: string }
  | { state: "failed"; failure: Failure }
  | { state: "retrying"; failure: Failure; inSeconds: number }
  | { state: "pending" };

/** Writes the ending of a held step, and with a failure what it changes besides; throws `Fenced` when it is held no longer. */
export async function endStep(scope: Scope, claim: Claim, ending: Ending): Promise<void> {
  const failure = "failure" in ending ? ending.failure : null;
  const result = ending.state === "done" ? JSON.stringify(ending.result) : null;
  const wait = ending.state === "retrying" ? ending.inSeconds : null;
  const settled = ending.state !== "retrying" && ending.state !== "pending";
  await transaction(scope, async tx => {
    const hit = await tx.$executeRaw`
      UPDATE onboarding_step SET state = ${ending.state}::"StepState", heartbeat_at = NULL,
        ended_at = CASE WHEN ${settled} THEN app_now() ELSE NULL END,
        total = CASE WHEN ${ending.state} = 'done' THEN done ELSE total END,
        attempts = CASE WHEN ${ending.state} = 'pending' THEN attempts - 1 ELSE attempts END,
        result = coalesce(${result}::jsonb, result), skip_reason = ${ending.state === "skipped" ? ending.reason : null},
        error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null},
        next_attempt_at = now() + make_interval(secs => ${wait}::double precision)
      WHERE id = ${claim.stepId} AND fence = ${claim.fence} AND state = 'running'`;
    requireHeld(hit);
    if (ending.state === "failed") await ending.failure.write?.(tx);
  });
}
