import { transaction } from "@/lib/platform/db";
import { toContactView } from "@/lib/platform/flow/ready";

/** How an agent can be told when their sync has ended (null where a way leads nowhere), and which way they have asked for. */
export const getReadyChoice = (userId: number) =>
  transaction({ agent: userId }, async tx => {
    const [contact] = await tx.$queryRaw<{ email: string | null; phoneNumber: string | null }[]>`
      SELECT email, phone_number AS "phoneNumber" FROM agent_contact()`;
    const asked = await tx.readyRequest.findFirst({
      where: { userId, run: { endedAt: null } },
      select: { channel: true },
    });
    const onboarding = await tx.onboarding.findUniqueOrThrow({ where: { agentUserId: userId }, select: { id: true } });
    const channel = asked?.channel === "slack" ? null : (asked?.channel ?? null);
    return {
      onboardingId: onboarding.id,
      asked: channel,
      to: toContactView(contact ?? { email: null, phoneNumber: null }),
    };
  });
