import { transaction } from "@/lib/platform/db";
import { isThrough } from "@/lib/platform/readiness/requirement";
import { toGate } from "../view/readiness";
import { readFacts } from "./readiness";

/** An agent's account with its gate: who it is at reZEN, and whether there is anything to look at. Null for an account that is no agent's. */
export const findAccount = (userId: number) =>
  transaction({ agent: userId }, async tx => {
    const [facts] = await readFacts(tx, [userId]);
    if (!facts) return null;
    const { agentId, fullName, onboardingId } = facts;
    return { userId, agentId, fullName, onboardingId, isThroughGate: isThrough([toGate(facts)]) };
  });

type Held = { role: string };

/** The account of a signed-in agent; null for who is none. */
export const findOwnAccount = async (session: { id: number; roles: readonly Held[] }) =>
  session.roles.some(({ role }) => role === "agent") ? findAccount(session.id) : null;
