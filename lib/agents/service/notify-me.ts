import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { noteReadyRequest } from "@/lib/platform/flow/ready";
import type { ReadyRequest } from "@/lib/platform/flow/schema";
import type { ReadyView } from "@/lib/platform/flow/view";
import { countUnconfirmed } from "./unconfirmed-address";

async function requireRoom(tx: Tx, email: string): Promise<void> {
  const spent = await countUnconfirmed(tx, "ready", email);
  if (!spent.ok)
    throw new AppError("rate_limited", { message: "unconfirmedAddress", retryAfterSeconds: spent.retryAfterSeconds });
}

/**
 * Notes how an agent wants to be told when their sync has ended. Throws `not_found` for somebody else's onboarding, `rate_limited` for an address
 * that nobody has confirmed and that was asked for too often, and what `noteReadyRequest` throws.
 */
export async function askToBeTold(userId: number, onboardingId: number, request: ReadyRequest): Promise<ReadyView> {
  return transaction("system", async tx => {
    const own = await tx.onboarding.count({ where: { id: onboardingId, agentUserId: userId } });
    if (own === 0) throw new AppError("not_found");
    const { emailConfirmed, ...contact } = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      select: { email: true, phoneNumber: true, emailConfirmed: true },
    });
    const asked = { onboardingId, userId, storeId: null, contact, tenant: `agent:${userId}` };
    const noted = await noteReadyRequest(tx, asked, request);
    if (request.channel === "email" && contact.email && !emailConfirmed) await requireRoom(tx, contact.email);
    return noted;
  });
}
