import { z } from "zod";
import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { hastenRun } from "@/lib/platform/flow/hasten-run";
import { partSteps } from "@/lib/platform/flow/onboarding";
import type { Redo } from "@/lib/platform/flow/redo";
import type { RunAgain } from "@/lib/platform/flow/schema";
import { validate } from "@/lib/platform/http/validate";
import { type Actor, requireAdmin } from "../policy";
import { CustomerRetry } from "../schema/customer";
import { liftPause } from "./auto-pause";
import { type BegunRun, beginRun } from "./begin-run";
import { stopRun } from "./cancel-customer-run";
import { countStart } from "./count-start";
import { customerQueue } from "./customer-queue";
import { type Held, holdCustomer, isWaiting } from "./hold-customer";
import { resumeWaiting } from "./resume-run";
import { redoOfSync } from "./sync-now";

// The same in the words of every kind: those of another are refused.
const RetryOrder = CustomerRetry.extend({ reason: z.string().optional() });

type Resume = { customerId: number; held: Held; byUserId: number; reason?: string };

/** Tries what waits again now, and keeps who wanted it and why; null where nothing waits. */
async function tryAgain(tx: Tx, { customerId, held: { onboarding, last }, byUserId, reason }: Resume) {
  if (!last || !(await resumeWaiting(tx, onboarding.id, { provesAgain: true }))) return null;
  await audit(tx, {
    action: "customer.run_resumed",
    actor: { kind: "user", id: byUserId },
    subject: { kind: "customer", id: customerId },
    detail: { jobId: last.id, ...(reason ? { reason } : {}) },
  });
  return last.id;
}

type Retry = { customerId: number; input: CustomerRetry; reason?: string };

/**
 * Does again what has not been done of a customer's newest run, everything from a step on, or all of it. One that waits is tried again now, since what
 * it lacked may have been given at Zuora; one that goes on is named, and what waits in it for its next try is tried at once. Throws `forbidden`, `not_found`, `rate_limited`, and `illegal_transition` where
 * nothing is missing.
 */
export async function retryCustomer({ customerId, input, reason }: Retry, actor: Actor): Promise<BegunRun> {
  requireAdmin(actor);
  await countStart(customerId);
  const { from, all } = input;
  const redo: Redo = all ? "all" : from ? { from } : "unfinished";
  return transaction({ customer: customerId }, async tx => {
    const held = await holdCustomer(tx, customerId);
    const { onboarding, last } = held;
    // A sync may have come through while a step after it stays failed.
    const isMissing = last?.status !== "complete" || partSteps(onboarding).some(({ state }) => state !== "done");
    if (!last || (!isMissing && redo === "unfinished"))
      throw new AppError("illegal_transition", { message: "nothingToRetry" });
    if (last.endedAt === null) {
      // What waits goes on where it stopped, so that who asks for something else wants another run.
      if (!isWaiting(held) || redo === "unfinished") {
        const isTried = (await tryAgain(tx, { customerId, held, byUserId: actor.id, reason })) !== null;
        const who = { kind: "customer", subjectId: customerId, byUserId: actor.id } as const;
        const mayHasten = !isTried && redo === "unfinished";
        const isHastened =
          mayHasten && (await hastenRun(tx, customerQueue, { onboardingId: onboarding.id, ...who, reason })) !== null;
        return { jobId: last.id, createdNew: false, ...(isHastened ? { isHastened } : {}) };
      }
      await stopRun(tx, { customerId, onboardingId: onboarding.id, byUserId: actor.id, reason });
    }
    return beginRun(tx, { onboarding, customerId, trigger: "manual", byUserId: actor.id, redo, reason });
  });
}

/** The same as an admin orders it for any kind of onboarding. */
export async function retryOnboarding(
  { customerId, input }: { customerId: number; input: RunAgain },
  actor: Actor,
): Promise<BegunRun> {
  const { reason, ...asked } = validate(RetryOrder, input);
  return retryCustomer({ customerId, input: asked, reason }, actor);
}

/** Begins a sync at once where planned ones were paused, or names the run that goes on; null where there was no pause. */
async function goOnAfterPause(tx: Tx, { customerId, held: { onboarding }, byUserId, reason }: Resume) {
  const lifted = await liftPause(tx, customerId, { byUserId, reason });
  if (lifted.length === 0) return null;
  const redo = redoOfSync(onboarding);
  const { jobId } = await beginRun(tx, { onboarding, customerId, trigger: "sync", byUserId, redo, reason });
  await audit(tx, ...lifted);
  return jobId;
}

/**
 * Tries the run of a customer again that waits for a client that works, or ends the pause of its planned syncs and begins one. Throws `forbidden`, `not_found`,
 * and `illegal_transition` where nothing waits.
 */
export async function resumeCustomer(
  { customerId, reason }: { customerId: number; reason?: string },
  actor: Actor,
): Promise<BegunRun> {
  requireAdmin(actor);
  await countStart(customerId);
  return transaction({ customer: customerId }, async tx => {
    const held = await holdCustomer(tx, customerId);
    const order = { customerId, held, byUserId: actor.id, reason };
    const jobId = (await tryAgain(tx, order)) ?? (await goOnAfterPause(tx, order));
    if (jobId === null) throw new AppError("illegal_transition", { message: "nothingWaits" });
    return { jobId, createdNew: false };
  });
}
