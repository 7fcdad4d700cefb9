import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { noteReadyRequest } from "@/lib/platform/flow/ready";
import type { ReadyRequest } from "@/lib/platform/flow/schema";
import type { ReadyView } from "@/lib/platform/flow/view";

type Actor = { userId: number; storeId: number };

/** Notes how somebody wants to be told when the run of their store has ended. Throws `not_found` for somebody else's onboarding, and what `noteReadyRequest` throws. */
export async function askToBeTold(actor: Actor, onboardingId: number, request: ReadyRequest): Promise<ReadyView> {
  const { userId, storeId } = actor;
  return transaction("system", async tx => {
    const onboarding = await tx.onboarding.findFirst({
      where: { id: onboardingId, storeId },
      select: { store: { select: { email: true, phoneNumber: true } } },
    });
    if (!onboarding?.store) throw new AppError("not_found");
    const asked = { onboardingId, userId, storeId, contact: onboarding.store, tenant: String(storeId) };
    return noteReadyRequest(tx, asked, request);
  });
}
