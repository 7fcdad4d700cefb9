import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { hastenRun } from "@/lib/platform/flow/hasten-run";
import type { OnboardingRow } from "@/lib/platform/flow/onboarding";
import type { RunAgain } from "@/lib/platform/flow/schema";
import { validate } from "@/lib/platform/http/validate";
import { RetryRequest } from "../schema";
import { beginImport, type StartedImport } from "./begin-import";
import { findStoreOf } from "./find-store-of";
import { importQueue } from "./import-queue";
import { chooseRedo, findLastImport, type LastImport } from "./last-import";
import { requireComplete } from "./open-gate";

async function requireRetry(tx: Tx, { id }: OnboardingRow, isAgain: boolean): Promise<LastImport> {
  const last = await findLastImport(tx, id);
  if (!last || (last.isEnded && last.status === "complete" && !isAgain)) throw new AppError("illegal_transition");
  return last;
}

/**
 * Imports what a shop still lacks when its last import ended with a part missing, going on where that broke off; a run that is there already
 * is named instead. Throws `illegal_transition` when nothing is missing.
 */
export async function retryImport(actor: { userId: number; storeId: number }): Promise<StartedImport> {
  const { storeId, userId } = actor;
  return transaction({ store: storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", storeId);
    await requireComplete(tx, onboarding);
    const last = await requireRetry(tx, onboarding, false);
    const redo = await chooseRedo(tx, storeId, last, last.input);
    const whose = { onboardingId: onboarding.id, storeId, userId };
    return beginImport(tx, { ...whose, trigger: "owner", input: last.input, redo, last });
  });
}

type Retry = { actor: { userId: number }; onboardingId: number; input: RunAgain };

/**
 * Runs an import again for an admin: what failed, from a part on, or all of it. A run that is there already is named instead, and what waits in it for its
 * next try is tried at once. Throws `not_found`, and `illegal_transition` before the first import or when nothing is missing.
 */
export async function retryOnboarding({
  actor: { userId },
  onboardingId,
  input,
}: Retry): Promise<StartedImport & { isHastened: boolean }> {
  const { from, all = false, reason } = validate(RetryRequest, input);
  const storeId = await findStoreOf(onboardingId);
  return transaction({ store: storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", storeId);
    const isAgain = all || from !== undefined;
    const order = { onboardingId, kind: "store", subjectId: storeId, byUserId: userId, reason } as const;
    const hastened = isAgain ? null : await hastenRun(tx, importQueue, order);
    if (hastened !== null) return { jobId: hastened, createdNew: false, isHastened: true };
    const last = await requireRetry(tx, onboarding, isAgain);
    const wanted = from ? { from } : await chooseRedo(tx, storeId, last, last.input);
    const whose = { onboardingId, storeId, userId, reason };
    const begun = await beginImport(tx, {
      ...whose,
      ...{ trigger: "admin", input: last.input, redo: all ? "all" : wanted, last },
    });
    return { ...begun, isHastened: false };
  });
}
