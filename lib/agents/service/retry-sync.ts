import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { hastenRun } from "@/lib/platform/flow/hasten-run";
import type { Redo } from "@/lib/platform/flow/redo";
import type { RunAgain } from "@/lib/platform/flow/schema";
import { validate } from "@/lib/platform/http/validate";
import { RetryOrder, type RetrySync } from "../schema/sync";
import type { StartedSyncView } from "../view/status";
import { beginSync } from "./begin-sync";
import { type Actor, chooseAccount } from "./choose-account";
import { liftPause } from "./lift-pause";
import { countStart, findLastRun, whoseRun } from "./start-sync";
import { syncQueue } from "./sync-queue";

type Retry = { userId: number; redo: Redo; isAsked: boolean; reason?: string; mayHasten?: boolean };
type Retried = StartedSyncView & { isHastened: boolean };

async function retry(actor: Actor, { userId, redo, isAsked, reason, mayHasten }: Retry): Promise<Retried> {
  await countStart(userId);
  return transaction({ agent: userId }, async tx => {
    const onboarding = await lockOnboarding(tx, "agent", userId);
    await liftPause(tx, { userId, onboardingId: onboarding.id, byUserId: actor.id });
    const last = await findLastRun(tx, onboarding.id);
    if (!last) throw new AppError("illegal_transition", { message: "nothingToRetry" });
    if (last.endedAt === null) {
      const order = {
        onboardingId: onboarding.id,
        kind: "agent",
        subjectId: userId,
        byUserId: actor.id,
        reason,
      } as const;
      const isHastened = mayHasten === true && !isAsked && (await hastenRun(tx, syncQueue, order)) !== null;
      return { jobId: last.id, createdNew: false, isHastened };
    }
    if (last.status === "complete" && !isAsked) throw new AppError("illegal_transition", { message: "nothingToRetry" });
    const begun = await beginSync(tx, { onboarding, ...whoseRun(actor, userId), redo, reason, keepsOld: true });
    return { ...begun, isHastened: false };
  });
}

/**
 * Tries again what a sync lacks, or the steps that are named; what else is done stays. A run that is there already is named instead. Throws
 * `not_found`, `rate_limited`, and `illegal_transition` before the first run or when nothing is missing.
 */
export async function retrySync(actor: Actor, { userId, steps }: RetrySync): Promise<StartedSyncView> {
  const redo = steps ? { only: steps } : ("unfinished" as const);
  const told = { userId: chooseAccount(actor, userId), redo, isAsked: steps !== undefined };
  const { jobId, createdNew } = await retry(actor, told);
  return { jobId, createdNew };
}

type Order = { actor: Actor; userId: number; input: RunAgain };

/** The same for an admin, or all of it from its start; what waits for its next try in a run that goes on is tried at once. */
export const retryOnboarding = async ({ actor, userId, input }: Order): Promise<Retried> => {
  const { steps, all = false, reason } = validate(RetryOrder, input);
  const redo = all ? "all" : steps ? { only: steps } : "unfinished";
  const told = { userId: chooseAccount(actor, userId), redo, isAsked: redo !== "unfinished", reason } as const;
  return retry(actor, { ...told, mayHasten: true });
};
