import { audit } from "@/lib/platform/audit";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { cancelRun } from "@/lib/platform/flow/end-run";
import { findStoreOf } from "./find-store-of";

type Actor = { userId: number; storeId: number };

/** Stops the import of a store: the page that is being written is finished, and what has arrived stays. Throws `illegal_transition` when none runs. */
export async function cancelImport({ userId, storeId }: Actor, reason?: string): Promise<{ jobId: number }> {
  return transaction({ store: storeId }, async tx => {
    const { id } = await lockOnboarding(tx, "store", storeId);
    const jobId = await cancelRun(tx, id);
    if (jobId === null) throw new AppError("illegal_transition");
    await audit(tx, {
      action: "store.import_cancelled",
      actor: { kind: "user", id: userId },
      subject: { kind: "store", id: storeId },
      detail: { jobId, ...(reason ? { reason } : {}) },
    });
    return { jobId };
  });
}

type Cancellation = { actor: { userId: number }; onboardingId: number; reason?: string };

/** The same for an admin; throws `not_found` too. */
export async function cancelOnboarding({ actor, onboardingId, reason }: Cancellation): Promise<{ jobId: number }> {
  return cancelImport({ userId: actor.userId, storeId: await findStoreOf(onboardingId) }, reason);
}
