import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { noteReadyRequest } from "@/lib/platform/flow/ready";
import type { ReadyRequest } from "@/lib/platform/flow/schema";
import type { ReadyView } from "@/lib/platform/flow/view";
import { leavesAnotherTry } from "./left-out";
import { rezen } from "./rezen-key";
import { countUnconfirmed } from "./unconfirmed-address";

async function requireRoom(tx: Tx, email: string): Promise<void> {
  const spent = await countUnconfirmed(tx, "ready", email);
  if (!spent.ok)
    throw new AppError("rate_limited", { message: "unconfirmedAddress", retryAfterSeconds: spent.retryAfterSeconds });
}

/** Is what the newest run of an account has left out tried again by itself? */
async function isTryComing(tx: Tx, onboardingId: number): Promise<boolean> {
  const [coming] = await tx.$queryRaw<unknown[]>`
    SELECT FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
    JOIN agent a ON a.user_id = o.agent_user_id AND a.sync_paused_at IS NULL
    JOIN credentials c ON c.user_id = a.user_id AND c.platform = ${rezen} AND c.deleted_at IS NULL AND c.broken_at IS NULL
    WHERE r.onboarding_id = ${onboardingId} AND ${leavesAnotherTry}
      AND NOT EXISTS (SELECT FROM onboarding_run n WHERE n.onboarding_id = r.onboarding_id AND n.number > r.number)`;
  return coming !== undefined;
}

/**
 * Notes how an agent wants to be told when their sync has ended, or the next one while that comes by itself. Throws `not_found` for somebody else's onboarding, `rate_limited` for an address
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
    const isNextComing = await isTryComing(tx, onboardingId);
    const noted = await noteReadyRequest(tx, { ...asked, isNextComing }, request);
    if (request.channel === "email" && contact.email && !emailConfirmed) await requireRoom(tx, contact.email);
    return noted;
  });
}
