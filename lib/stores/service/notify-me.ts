import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import type { ReadyRequest } from "../schema";
import { type ReadyView, toReadyView } from "../view/ready";

type Actor = { userId: number; storeId: number };

// A message costs money, and runs can be started and stopped as often as somebody likes.
const requestsPerHour = 20;

/**
 * Notes how somebody wants to be told when the run of their store has ended; asked again, the last answer counts. Throws `not_found` for
 * somebody else's onboarding, and `illegal_transition` while nothing runs.
 */
export async function askToBeTold(actor: Actor, onboardingId: number, { channel }: ReadyRequest): Promise<ReadyView> {
  const { userId, storeId } = actor;
  return transaction("system", async tx => {
    const onboarding = await tx.onboarding.findFirst({
      where: { id: onboardingId, storeId },
      select: { store: { select: { email: true, phoneNumber: true } } },
    });
    if (!onboarding?.store) throw new AppError("not_found");
    const limit = requestsPerHour * env.rateLimitScale;
    const spent = await spend(tx, [{ key: `notify-me:${storeId}`, limit, windowSeconds: 3600 }]);
    if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
    // Against the end of the run, which locks it too: either it is told of this request, or it is over and this is refused.
    const [run] = await tx.$queryRaw<{ id: number }[]>`
      SELECT id FROM onboarding_run WHERE onboarding_id = ${onboardingId} AND ended_at IS NULL FOR SHARE`;
    if (!run) throw new AppError("illegal_transition", { message: "nothingRuns" });
    await tx.$executeRaw`
      INSERT INTO ready_request (run_id, user_id, store_id, channel, created_at)
      VALUES (${run.id}, ${userId}, ${storeId}, ${channel}::"OutboxChannel", app_now())
      ON CONFLICT (run_id, user_id) DO UPDATE SET channel = excluded.channel`;
    return toReadyView(channel, onboarding.store);
  });
}
