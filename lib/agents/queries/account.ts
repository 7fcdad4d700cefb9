import { type Tx, transaction } from "@/lib/platform/db";

/**
 * Has any data set ever arrived in full? Only then there is something to look at, also while the rest of a first sync is on its way; what a later
 * run lacks closes nothing.
 */
async function hasArrived(tx: Tx, userId: number): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ hasArrived: boolean }[]>`
    SELECT EXISTS (SELECT FROM agent_data_set WHERE user_id = ${userId})
      OR EXISTS (SELECT FROM onboarding_step s JOIN onboarding o ON o.id = s.onboarding_id
        WHERE o.agent_user_id = ${userId} AND s.parent IS NOT NULL AND s.state = 'done')
      OR EXISTS (SELECT FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
        WHERE o.agent_user_id = ${userId} AND r.status IN ('complete', 'partial')) AS "hasArrived"`;
  return found?.hasArrived ?? false;
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
    const isThroughGate = await hasArrived(tx, userId);
    return { userId, agentId, fullName, onboardingId: onboarding.id, isThroughGate };
  });

type Held = { role: string };

/** The account of a signed-in agent; null for who is none. */
export const findOwnAccount = async (session: { id: number; roles: readonly Held[] }) =>
  session.roles.some(({ role }) => role === "agent") ? findAccount(session.id) : null;
