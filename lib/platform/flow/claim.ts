import { Prisma, type Scope, statement, type Tx, transaction } from "../db";
import { type Failure, Fenced, type Pause } from "./failure";
import type { Page } from "./step";

/** A step that this worker holds until it settles it or another takes it over. */
export type Claim = {
  stepId: number;
  fence: number;
  attempts: number;
  cursor: unknown;
  /** How long ago it was taken first, pauses apart. */
  stepSeconds: number;
};

const heartbeatMs = 1500;

/**
 * Which step of which run. `holdsJob`: pg-boss gave this very job to us, ten seconds after its former holder's last sign, which is at least
 * five after ours; so five seconds of silence are enough. Not none: a woken worker that ends its old job frees the job of its live successor.
 */
export type Claiming = { onboardingId: number; runId: number; step: string; holdsJob: boolean };
const silenceSeconds = (holdsJob: boolean) => (holdsJob ? 5 : 10);

/**
 * Takes an open step of a run that goes on and moves its fencing token on. Null: settled, waiting, not due yet, run over, or held by a live
 * worker. The run is locked first, so that none that is being cancelled is taken up again.
 */
export async function claimIn(tx: Tx, { onboardingId, runId, step, holdsJob }: Claiming): Promise<Claim | null> {
  const [row] = await tx.$queryRaw<Claim[]>`
    WITH open AS MATERIALIZED (SELECT id FROM onboarding_run WHERE id = ${runId} AND ended_at IS NULL FOR SHARE)
    UPDATE onboarding_step SET fence = fence + 1, state = 'running', attempts = attempts + 1, heartbeat_at = now(), next_attempt_at = NULL,
      error_code = NULL, error_message = NULL, started_at = coalesce(started_at, app_now()), tried_at = app_now()
    WHERE EXISTS (SELECT FROM open) AND onboarding_id = ${onboardingId} AND step = ${step} AND (
      state = 'pending' OR (state = 'retrying' AND next_attempt_at <= now())
      OR (state = 'running' AND heartbeat_at < now() - make_interval(secs => ${silenceSeconds(holdsJob)})))
    RETURNING id AS "stepId", fence, attempts, cursor,
      extract(epoch FROM app_now() - started_at)::int AS "stepSeconds"`;
  return row ?? null;
}

/** The same in a transaction of its own. */
export const claimStep = (scope: Scope, claiming: Claiming): Promise<Claim | null> =>
  transaction(scope, tx => claimIn(tx, claiming));

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

/** Tells every one and a half seconds that this worker lives, and calls `onLost` once the step is its no longer; the returned function ends it. */
export function keepAlive(scope: Scope, claim: Claim, onLost: () => void): () => void {
  const beat = async () => {
    const hit = await transaction(
      scope,
      tx =>
        tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() WHERE id = ${claim.stepId} AND fence = ${claim.fence} AND state = 'running'`,
    );
    if (hit === 0) onLost();
  };
  const timer = setInterval(() => beat().catch(() => undefined), heartbeatMs); // a missed beat is what the next holder looks at
  return () => clearInterval(timer);
}

/** How a held step ends: done with a result, skipped with a reason, failed, to be tried again, waiting for somebody, or given back untouched. */
export type Ending =
  | { state: "done"; result: Record<string, unknown> }
  | { state: "skipped"; reason: string }
  | { state: "failed"; failure: Failure }
  | { state: "retrying"; failure: Failure; inSeconds: number; isUncounted?: boolean }
  | { state: "waiting"; failure: Failure; pause: Pause }
  | { state: "pending" };

const isOpen = ({ state }: Ending) => state === "retrying" || state === "waiting" || state === "pending";

const isUncounted = (ending: Ending) =>
  ending.state === "pending" || (ending.state === "retrying" && ending.isUncounted === true);

// As many failed tries of a run are kept as somebody reads; the migration holds it as well.
const mostTries = 10;

function writeEnding(tx: Tx, claim: Claim, ending: Ending): Promise<number> {
  const failure = "failure" in ending ? ending.failure : null;
  const result = ending.state === "done" ? JSON.stringify(ending.result) : null;
  const wait = ending.state === "retrying" ? ending.inSeconds : null;
  const isFailedTry = failure !== null && !isUncounted(ending);
  // The run is locked before its step, as everywhere: whoever cancels it takes both in this order.
  return tx.$executeRaw`
    WITH run AS MATERIALIZED (
      SELECT FROM onboarding_run WHERE ended_at IS NULL AND onboarding_id = (SELECT onboarding_id FROM onboarding_step WHERE id = ${claim.stepId})
      FOR NO KEY UPDATE)
    UPDATE onboarding_step SET state = ${ending.state}::"StepState", heartbeat_at = clock_timestamp(),
      ended_at = CASE WHEN ${isOpen(ending)} THEN NULL ELSE app_now() END,
      total = CASE WHEN ${ending.state} = 'done' THEN done ELSE total END,
      attempts = CASE WHEN ${isUncounted(ending)} THEN attempts - 1 ELSE attempts END,
      result = coalesce(${result}::jsonb, result), skip_reason = ${ending.state === "skipped" ? ending.reason : null},
      waiting_for = ${ending.state === "waiting" ? ending.pause.for : null},
      error_code = ${failure?.code ?? null}, error_message = ${failure?.message ?? null}, error_field = ${failure?.field ?? null},
      next_attempt_at = now() + make_interval(secs => ${wait}::double precision),
      tries = CASE WHEN ${isFailedTry} THEN (CASE WHEN jsonb_array_length(tries) >= ${mostTries}::int THEN tries - 0 ELSE coalesce(tries, '[]') END)
        || jsonb_build_object('began', tried_at, 'ended', app_now(), 'code', ${failure?.code ?? null}::text, 'message', ${failure?.message ?? null}::text)
        ELSE tries END
    WHERE (SELECT count(*) FROM run) >= 0 AND id = ${claim.stepId} AND fence = ${claim.fence} AND state = 'running'`;
}

/**
 * Writes the ending of a held step, and with a wait what begins it; a step whose wait is over before it has begun is tried again at once.
 * Throws `Fenced` when it is held no longer.
 */
export async function endIn(tx: Tx, claim: Claim, ending: Ending): Promise<void> {
  requireHeld(await writeEnding(tx, claim, ending));
  if (ending.state !== "waiting" || (await ending.pause.begin(tx))) return;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'retrying', waiting_for = NULL, next_attempt_at = now() WHERE id = ${claim.stepId}`;
}

/** Does somebody else hold the step by now? Asked on a connection of its own, where that of a worker's transaction may be lost. */
export async function isTakenOver({ stepId, fence }: Claim): Promise<boolean> {
  const rows = await statement(Prisma.sql`SELECT FROM onboarding_step WHERE id = ${stepId} AND fence > ${fence}`);
  return rows.length > 0;
}

/** The same in a transaction of its own. */
export const endStep = (scope: Scope, claim: Claim, ending: Ending): Promise<void> =>
  transaction(scope, tx => endIn(tx, claim, ending));
