import { transaction } from "@/lib/platform/db";
import { toContactView } from "@/lib/platform/flow/ready";

/** How the owner of a store can be told when its run has ended, and which way they have asked for. */
export async function getReadyChoice(storeId: number, userId: number) {
  return transaction({ store: storeId }, async tx => {
    const store = await tx.store.findUniqueOrThrow({
      where: { id: storeId },
      select: { email: true, phoneNumber: true, onboarding: { select: { id: true } } },
    });
    const asked = await tx.readyRequest.findFirst({
      where: { userId, run: { endedAt: null } },
      select: { channel: true },
    });
    const channel = asked?.channel === "slack" ? null : (asked?.channel ?? null);
    return { onboardingId: store.onboarding?.id ?? 0, asked: channel, to: toContactView(store) };
  });
}
