import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type OnboardingRow, partSteps } from "@/lib/platform/flow/onboarding";
import { isSettled } from "@/lib/platform/flow/progress";
import type { Redo } from "@/lib/platform/flow/redo";
import { type Actor, requireAdmin } from "../policy";
import type { SyncOrder } from "../schema/customer";
import { type BegunRun, beginRun } from "./begin-run";
import { countStart } from "./count-start";
import { holdCustomer, isWaiting } from "./hold-customer";
import { chooseRedo } from "./start-onboarding";

const syncStep = "workflow_sync";

/**
 * What a sync does: the workflows; first whatever before them has not been done, such as a proof of credentials that failed; and then what after them was never
 * tried. What failed after them is left to who asks for it, so that no sync fails of it, or sends its test alert again.
 */
export function redoOfSync(onboarding: OnboardingRow): Redo {
  const parts = partSteps(onboarding);
  const position = parts.find(({ step }) => step === syncStep)?.position ?? 0;
  const isOpen = (part: (typeof parts)[number]) =>
    part.position < position ? part.state !== "done" : !isSettled(part);
  return { only: parts.filter(part => part.step === syncStep || isOpen(part)).map(({ step }) => step) };
}

async function requireOwnWorkflow(tx: Tx, customerId: number, id: number): Promise<void> {
  if ((await tx.workflow.count({ where: { id, customerId } })) === 0) throw new AppError("not_found");
}

type Sync = { customerId: number; userId: number; workflowId?: number; acceptsDeletions: boolean };

/**
 * Begins a sync in a transaction of the customer's, or names the run that goes on; whether somebody may is looked at before. Throws `not_found`, and
 * `illegal_transition` while nothing can be read for want of a client that works, or deletions are accepted and a run goes on that knows nothing of it.
 */
export async function beginSync(tx: Tx, { customerId, userId, workflowId, acceptsDeletions }: Sync): Promise<BegunRun> {
  const held = await holdCustomer(tx, customerId);
  const { onboarding, last } = held;
  if (workflowId !== undefined) await requireOwnWorkflow(tx, customerId, workflowId);
  if (isWaiting(held)) throw new AppError("illegal_transition", { message: "awaitsClient" });
  if (last && last.endedAt === null) {
    if (acceptsDeletions) throw new AppError("illegal_transition", { message: "runGoesOn" });
    return { jobId: last.id, createdNew: false };
  }
  const by = { onboarding, customerId, byUserId: userId };
  if (onboarding.status !== "complete")
    return beginRun(tx, { ...by, trigger: "manual", redo: chooseRedo(onboarding), asked: { acceptsDeletions } });
  const asked = { acceptsDeletions, ...(workflowId === undefined ? {} : { workflowId }) };
  return beginRun(tx, { ...by, trigger: "sync", redo: redoOfSync(onboarding), asked });
}

/**
 * Syncs a customer's workflows now, or one of them; before the onboarding is complete it is the onboarding that goes on. A run that goes on is named.
 * Throws `forbidden`, `not_found`, `rate_limited`, and `illegal_transition` while nothing can be read for want of a client that works, or deletions are accepted
 * and a run goes on that knows nothing of it.
 */
export async function syncNow(
  { customerId, input }: { customerId: number; input: SyncOrder },
  actor: Actor,
): Promise<BegunRun> {
  requireAdmin(actor);
  await countStart(customerId);
  const { workflowId, acceptDeletions: acceptsDeletions } = input;
  const order = { customerId, userId: actor.id, acceptsDeletions, ...(workflowId === undefined ? {} : { workflowId }) };
  return transaction({ customer: customerId }, tx => beginSync(tx, order));
}
