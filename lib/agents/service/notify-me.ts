import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { noteReadyRequest } from "@/lib/platform/flow/ready";
import type { ReadyRequest } from "@/lib/platform/flow/schema";
import type { ReadyView } from "@/lib/platform/flow/view";

/** Notes how an agent wants to be told when their sync has ended. Throws `not_found` for somebody else's onboarding, and what `noteReadyRequest` throws. */
export async function askToBeTold(userId: number, onboardingId: number, request: ReadyRequest): Promise<ReadyView> {
  return transaction("system", async tx => {
    const own = await tx.onboarding.count({ where: { id: onboardingId, agentUserId: userId } });
    if (own === 0) throw new AppError("not_found");
    const contact = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true, phoneNumber: true },
    });
    return noteReadyRequest(tx, { onboardingId, userId, storeId: null, contact, tenant: `agent:${userId}` }, request);
  });
}
