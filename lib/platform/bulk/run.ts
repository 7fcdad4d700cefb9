import type { SessionUser } from "../auth/session";
import { type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { beginTurn } from "../flow/turn";
import { isPassing } from "../http/once";
import { scrubbed } from "../jobs/scrub";
import { log } from "../log";
import type { BulkAction } from "./schema";
import { bulkQueue, isLeftAborted, nudgeBulk } from "./service";
import { type BegunItem, type HeldBulk, takeItem } from "./take-item";

/** One act of a bulk job on one onboarding. */
export type BulkAct = {
  action: BulkAction;
  actor: SessionUser;
  onboardingId: number;
  reason: string | undefined;
  /** When a skip ends by itself. */
  until: Date | null;
  bulkId: number;
};

/** What came of it: a word, and the run that goes on by it. */
export type BulkOutcome = { code: string; runId: number | null };

/**
 * What is done with one onboarding of any kind, the same as by hand; and which entries each act leaves in the audit trail, in its own transaction: who finds
 * one knows that it was done, also after a process that was killed before it could say so.
 */
export type BulkActs = {
  act: (order: BulkAct) => Promise<BulkOutcome>;
  traces: Record<BulkAction, readonly string[]>;
};

const sliceSeconds = 20;
// Well within the deadline of a job.
const longestMs = 200_000;
const waitSeconds = 2;
const mostTries = 5;
const [againSeconds, longestAgainSeconds] = [5, 300];

type Begun = HeldBulk & { isAborted: boolean };

// One that was aborted is taken for what its worker left in hand.
const begin = (id: number) =>
  transaction("system", async tx => {
    const [held] = await tx.$queryRaw<Begun[]>`
      UPDATE bulk_job b SET fence = fence + 1, state = CASE WHEN state = 'aborted' THEN state ELSE 'running' END,
        started_at = CASE WHEN state = 'aborted' THEN started_at ELSE coalesce(started_at, app_now()) END
      WHERE id = ${id} AND (state IN ('pending', 'running') OR ${isLeftAborted})
      RETURNING id, fence, action, reason, skip_until AS "until", asked_by AS "askedBy", state = 'aborted' AS "isAborted"`;
    return held ?? null;
  });

const doneWords: Record<BulkAction, string> = {
  ...{ retry: "started", cancel: "cancelled", resume: "resumed", skip: "skipped" },
};

type Trace = { jobId: number | null; isHastened: boolean };

// Killed between the act and its record: the act's own transaction wrote to the trail, or nothing was done.
async function findTrace(held: HeldBulk, item: BegunItem, traces: readonly string[]): Promise<BulkOutcome | null> {
  if (item.leftSince === null) return null;
  const [found] = await transaction(
    "system",
    tx => tx.$queryRaw<Trace[]>`
      SELECT r.id AS "jobId", a.action LIKE '%.run\\_hastened' AS "isHastened" FROM onboarding o
      JOIN audit_entry a ON a.subject_kind = o.kind::text AND a.subject_id = coalesce(o.store_id, o.agent_user_id, o.customer_id)::text
      LEFT JOIN onboarding_run r ON r.onboarding_id = o.id AND r.id::text = a.detail->>'jobId'
        AND ${held.action} = 'retry' OR r.onboarding_id = o.id AND r.ended_at IS NULL AND ${held.action} = 'resume'
      WHERE o.id = ${item.onboardingId} AND a.id > ${item.leftSince} AND a.actor_kind = 'user' AND a.actor_id = ${String(held.askedBy)}
        AND a.action = ANY(${[...traces]}::text[]) ORDER BY a.id LIMIT 1`,
  );
  return found ? { code: found.isHastened ? "hastened" : doneWords[held.action], runId: found.jobId } : null;
}

type Ended = { state: "done" | "refused"; code: string; message: string | null; runId: number | null };

/** Keeps what became of an item, unless another process has taken the job over. */
const record = (held: HeldBulk, { onboardingId }: BegunItem, { state, code, message, runId }: Ended) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE bulk_item i SET state = ${state}, code = ${code}, message = ${message}, run_id = ${runId}, ended_at = app_now()
      FROM bulk_job b WHERE b.id = ${held.id} AND b.fence = ${held.fence} AND i.job_id = b.id AND i.onboarding_id = ${onboardingId} AND i.state = 'begun'`,
  );

const putBack = (held: HeldBulk, { onboardingId }: BegunItem, code: string | null, seconds: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE bulk_item i SET state = 'pending', code = ${code}, not_before = app_now() + make_interval(secs => ${seconds})
      FROM bulk_job b WHERE b.id = ${held.id} AND b.fence = ${held.fence} AND i.job_id = b.id AND i.onboarding_id = ${onboardingId} AND i.state = 'begun'`,
  );

// A text of ours is a key; what a program wrote might be anything.
const keyOf = ({ message, hasOwnMessage }: AppError) =>
  hasOwnMessage && /^[A-Za-z0-9_.]{1,60}$/.test(message) ? message : null;

/** Keeps a refusal; one that passes by itself is asked again a few times. */
async function refuse(held: HeldBulk, item: BegunItem, thrown: unknown): Promise<void> {
  const refusal = thrown instanceof AppError ? thrown : new AppError("internal");
  if (refusal !== thrown)
    log.warn({ err: scrubbed(thrown), bulkId: held.id, onboardingId: item.onboardingId }, "an item of a job failed");
  const { code, retryAfterSeconds = againSeconds * item.tries } = refusal;
  if (isPassing(code) && item.tries < mostTries)
    await putBack(held, item, code, Math.min(retryAfterSeconds, longestAgainSeconds));
  else await record(held, item, { state: "refused", code, message: keyOf(refusal), runId: null });
}

async function workItem(held: HeldBulk, item: BegunItem, actor: SessionUser, { act, traces }: BulkActs): Promise<void> {
  const { id: bulkId, action, reason, until } = held;
  const order = { action, actor, onboardingId: item.onboardingId, reason: reason ?? undefined, until, bulkId };
  try {
    const outcome = (await findTrace(held, item, traces[action])) ?? (await act(order));
    await record(held, item, { state: "done", message: null, ...outcome });
  } catch (thrown) {
    await refuse(held, item, thrown);
  }
}

/** What is in hand of an aborted job, its worker gone: done where the trail says so, else nobody has touched it, and nobody will. */
async function settleLeft(held: HeldBulk, traces: readonly string[]): Promise<void> {
  const left = await transaction(
    "system",
    tx => tx.$queryRaw<BegunItem[]>`
      SELECT onboarding_id AS "onboardingId", kind, tries, audit_before AS "leftSince" FROM bulk_item
      WHERE job_id = ${held.id} AND state = 'begun' ORDER BY onboarding_id`,
  );
  for (const item of left) {
    const outcome = await findTrace(held, item, traces);
    if (outcome) await record(held, item, { state: "done", message: null, ...outcome });
    else await putBack(held, item, null, 0);
  }
}

const goOnLater = (id: number, seconds: number) => transaction("system", (tx: Tx) => nudgeBulk(tx, id, seconds));

/**
 * Works a bulk job off, one item after the other, each in its own transaction, until its end, until it is aborted, until `signal` is, until others must have
 * their turn, or until it must wait: for an upstream that does not answer, or for runs of its own to end. Then another job goes on at the next item. Of an
 * aborted one it only settles what a worker left in hand.
 */
export async function runBulk(bulkId: number, acts: BulkActs, signal: AbortSignal): Promise<void> {
  const held = await begin(bulkId);
  if (!held) return;
  if (held.isAborted) return settleLeft(held, acts.traces[held.action]);
  const turn = beginTurn({ sliceSeconds, job: bulkQueue }, { key: String(bulkId), holdsJob: true });
  const untilMs = performance.now() + longestMs;
  for (;;) {
    signal.throwIfAborted();
    if (performance.now() > untilMs || (await turn.isOver())) return goOnLater(bulkId, 0);
    const next = await takeItem(held);
    if (next === "waits") return goOnLater(bulkId, waitSeconds);
    if (typeof next === "string") return;
    await workItem(held, next.item, next.actor, acts);
  }
}
