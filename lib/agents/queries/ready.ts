import { transaction } from "@/lib/platform/db";
import { findAsked, toContactView } from "@/lib/platform/flow/ready";

/** How an agent can be told when their sync, or the one that comes next, has ended (null where a way leads nowhere), and which way they have asked for. */
export const getReadyChoice = (userId: number) =>
  transaction({ agent: userId }, async tx => {
    const [contact] = await tx.$queryRaw<{ email: string | null; phoneNumber: string | null }[]>`
      SELECT email, phone_number AS "phoneNumber" FROM agent_contact()`;
    const { id: onboardingId } = await tx.onboarding.findUniqueOrThrow({
      where: { agentUserId: userId },
      select: { id: true },
    });
    return {
      onboardingId,
      asked: await findAsked(tx, { onboardingId, userId }),
      to: toContactView(contact ?? { email: null, phoneNumber: null }),
    };
  });
