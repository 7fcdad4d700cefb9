import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import type { Redo } from "@/lib/platform/flow/redo";
import type { RunAgain } from "@/lib/platform/flow/schema";
import { validate } from "@/lib/platform/http/validate";
import { RetryOrder, type RetrySync } from "../schema/sync";
import type { StartedSyncView } from "../view/status";
import { beginSync } from "./begin-sync";
import { type Actor, chooseAccount } from "./choose-account";
import { liftPause } from "./lift-pause";
import { countStart, findLastRun, whoseRun } from "./start-sync";

type Retry = { userId: number; redo: Redo; isAsked: boolean; reason?: string };

async function retry(actor: Actor, { userId, redo, isAsked, reason }: Retry): Promise<StartedSyncView> {
  await countStart(userId);
  return transaction({ agent: userId }, async tx => {
    const onboarding = await lockOnboarding(tx, "agent", userId);
    await liftPause(tx, { userId, onboardingId: onboarding.id, byUserId: actor.id });
    const last = await findLastRun(tx, onboarding.id);
    if (!last) throw new AppError("illegal_transition", { message: "nothingToRetry" });
    if (last.endedAt === null) return { jobId: last.id, createdNew: false };
    if (last.status === "complete" && !isAsked) throw new AppError("illegal_transition", { message: "nothingToRetry" });
    return beginSync(tx, { onboarding, ...whoseRun(actor, userId), redo, reason, keepsOld: true });
  });
}

/**
 * Tries again what a sync lacks, or the steps that are named; what else is done stays. A run that is there already is named instead. Throws
 * `not_found`, `rate_limited`, and `illegal_transition` before the first run or when nothing is missing.
 */
export const retrySync = async (actor: Actor, { userId, steps }: RetrySync): Promise<StartedSyncView> =>
  retry(actor, {
    userId: chooseAccount(actor, userId),
    redo: steps ? { only: steps } : "unfinished",
    isAsked: steps !== undefined,
  });

type Order = { actor: Actor; userId: number; input: RunAgain };

/** The same for an admin, or all of it from its start. */
export const retryOnboarding = async ({ actor, userId, input }: Order): Promise<StartedSyncView> => {
  const { steps, all = false, reason } = validate(RetryOrder, input);
  const redo = all ? "all" : steps ? { only: steps } : "unfinished";
  return retry(actor, { userId: chooseAccount(actor, userId), redo, isAsked: redo !== "unfinished", reason });
};
