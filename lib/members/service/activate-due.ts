import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { ActivationResult } from "../schema/activation";
import type { Act, Proof } from "./act";
import { activate } from "./activate";

type Timer = { planId: string; dueAt: Date; isDue: boolean };

/** Who asks to run a timer that may be due. */
export type DueCall = Pick<Act, "requestId" | "caller"> & {
  actor: Extract<Proof, { door: "auto" }>["actor"];
  dryRun?: boolean;
};

/** The timer was stopped, replaced or moved since it was read. */
class TimerMoved extends Error {}

const mostTries = 3;

// Whether it is due says the database: the clock of whoever asks counts for nothing.
async function readTimer(tx: Tx, memberId: number): Promise<Timer | null> {
  const [timer] = await tx.$queryRaw<Timer[]>`
    SELECT plan_subscription_id AS "planId", due_at AS "dueAt", due_at <= app_now() AS "isDue" FROM activation_timer WHERE member_id = ${memberId}`;
  return timer ?? null;
}

/** What is told of somebody without a timer: that they have a plan already, or nothing. */
async function refuseWithout(tx: Tx, memberId: number): Promise<AppError> {
  const [active] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM member_subscription WHERE member_id = ${memberId} AND ended_at IS NULL ORDER BY started_at DESC, id LIMIT 1`;
  return active ? new AppError("already_active", { data: { subscriptionId: active.id } }) : new AppError("not_found");
}

const requireDue = (memberId: number): Promise<Timer> =>
  transaction("system", async tx => {
    const timer = await readTimer(tx, memberId);
    if (!timer) throw await refuseWithout(tx, memberId);
    if (timer.isDue) return timer;
    throw new AppError("activation_not_due", { data: { dueAt: timer.dueAt.toISOString() } });
  });

// Whoever sets or stops a timer holds the member's row: what is read behind it stays so until this transaction ends.
async function requireSame(tx: Tx, memberId: number, { planId, dueAt }: Timer): Promise<[]> {
  await tx.$queryRaw`SELECT id FROM member WHERE id = ${memberId} FOR NO KEY UPDATE`;
  const timer = await readTimer(tx, memberId);
  if (!timer?.isDue || timer.planId !== planId || timer.dueAt.getTime() !== dueAt.getTime()) throw new TimerMoved();
  return [];
}

/**
 * Activates somebody whose time has come, after judging again. Throws `not_found` where nothing is scheduled, `already_active` where it has run,
 * `activation_not_due` with `data.due_at`, and what `activate` throws: after a broken rule the member has failed.
 */
export async function activateDue(memberId: number, { actor, ...call }: DueCall): Promise<ActivationResult> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const timer = await requireDue(memberId);
    const via = { door: "auto" as const, actor };
    const before = (tx: Tx) => requireSame(tx, memberId, timer);
    try {
      return await activate({ memberId, planId: timer.planId, via, before, ...call });
    } catch (thrown) {
      if (!(thrown instanceof TimerMoved)) throw thrown;
    }
  }
  throw new AppError("unavailable", { retryAfterSeconds: 1 });
}

/**
 * The same as a job: whoever was cancelled, moved or activated meanwhile is left alone, and who was refused has failed already and was told. What passes
 * by itself is tried again as long as the timer is there.
 */
export async function runDue(memberId: number, jobId: string): Promise<void> {
  try {
    await activateDue(memberId, { actor: { kind: "system" }, requestId: jobId });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    log.info(
      { memberId, refusal: thrown.code, rules: thrown.errors.map(({ code }) => code) },
      "a due activation was refused",
    );
  }
}
