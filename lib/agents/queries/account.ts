import { type Tx, transaction } from "@/lib/platform/db";

/** Has anything of what reZEN knows ever arrived in full? Only then there is a dashboard to look at; what a later run lacks closes nothing. */
async function hasArrived(tx: Tx, onboardingId: number): Promise<boolean> {
  const runs = await tx.onboardingRun.count({ where: { onboardingId, status: { in: ["complete", "partial"] } } });
  return runs > 0;
}

/** An agent's account with its gate: who it is at reZEN, and whether there is anything to look at. Null for an account that is no agent's. */
export const findAccount = (userId: number) =>
  transaction({ agent: userId }, async tx => {
    const agent = await tx.agent.findUnique({
      where: { userId },
      select: { id: true, fullName: true, onboarding: { select: { id: true } } },
    });
    if (!agent?.onboarding) return null;
    const { id: agentId, fullName, onboarding } = agent;
    const isThroughGate = await hasArrived(tx, onboarding.id);
    return { userId, agentId, fullName, onboardingId: onboarding.id, isThroughGate };
  });

type Held = { role: string };

/** The account of a signed-in agent; null for who is none. */
export const findOwnAccount = async (session: { id: number; roles: readonly Held[] }) =>
  session.roles.some(({ role }) => role === "agent") ? findAccount(session.id) : null;
