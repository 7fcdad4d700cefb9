import { audit } from "@/lib/platform/audit";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { type OnboardingRow, ownSteps } from "@/lib/platform/flow/onboarding";
import { listProgress } from "@/lib/platform/flow/progress";
import { run } from "@/lib/platform/flow/run";
import { noteSaved } from "@/lib/platform/flow/step-event";
import type { OrderSync } from "../schema";
import { storeOnboarding } from "../steps";
import { isFinished } from "../view/readiness";
import { beginImport, type StartedImport } from "./begin-import";
import { chooseRedo, findLastImport } from "./last-import";
import { planRefresh } from "./refresh";
import { planOrderUpdate } from "./update-orders";

type Actor = { userId: number; storeId: number };

function requireOrderSync(onboarding: OnboardingRow): void {
  const { current } = listProgress(ownSteps(onboarding));
  if (current !== "order_sync" && current !== null)
    throw new AppError("step_out_of_order", { data: { currentStep: current, requiredStep: current } });
}

/**
 * Starts the import of orders and products, or names the one that runs: at most one per store. Asked for the same after one that lacks
 * something, it goes on where that broke off.
 */
export async function triggerImport(actor: Actor, input: OrderSync): Promise<StartedImport> {
  return transaction({ store: actor.storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", actor.storeId);
    if (isFinished(onboarding)) throw new AppError("already_completed");
    requireOrderSync(onboarding);
    const last = await findLastImport(tx, onboarding.id);
    const redo = await chooseRedo(tx, actor.storeId, last, input);
    return beginImport(tx, { onboardingId: onboarding.id, ...actor, trigger: "owner", input, redo, last });
  });
}

/** Ends the onboarding once an import has ended and was not stopped; twice gives the same answer. A job that is named must be the store's. */
export async function completeOnboarding(actor: Actor, jobId?: number): Promise<void> {
  await transaction({ store: actor.storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", actor.storeId);
    const named = { id: jobId, onboardingId: onboarding.id };
    if (jobId !== undefined && (await tx.onboardingRun.count({ where: named })) === 0) throw new AppError("not_found");
    if (isFinished(onboarding)) return;
    requireOrderSync(onboarding);
    const last = await tx.onboardingRun.findFirst({
      where: { onboardingId: onboarding.id },
      orderBy: { number: "desc" },
    });
    if (!last?.endedAt || last.status === "cancelled") throw new AppError("sync_not_finished");
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'done', done = 1, total = 1, version = version + 1, started_at = coalesce(started_at, app_now()), ended_at = app_now()
      WHERE onboarding_id = ${onboarding.id} AND step = 'order_sync'`;
    await noteSaved(tx, onboarding, "order_sync");
    await tx.$executeRaw`
      UPDATE onboarding SET status = 'complete', started_at = coalesce(started_at, app_now()), ended_at = app_now() WHERE id = ${onboarding.id}`;
    await planRefresh(tx, actor.storeId, last.id);
    await planOrderUpdate(tx, actor.storeId);
    await audit(tx, {
      action: "store.onboarding_completed",
      actor: { kind: "user", id: actor.userId },
      subject: { kind: "store", id: actor.storeId },
      detail: { import: last.status },
    });
  });
}

/** Runs what is left of a store's import; for the job. */
export const runImport = (onboardingId: number, options: { signal: AbortSignal; holdsJob: boolean }): Promise<void> =>
  run(storeOnboarding, onboardingId, options);
