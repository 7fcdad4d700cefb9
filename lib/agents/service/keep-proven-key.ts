import type { Tx } from "@/lib/platform/db";
import type { Proof } from "./ask-rezen";
import { keepKey } from "./rezen-key";

type Proven = Pick<Proof, "agentId" | "agentName" | "teamId"> & { apiKey: string };

/** Keeps a key with what its test has proved: who the agent is, and from that the type of the account. In a transaction of the agent's. */
export async function keepProvenKey(tx: Tx, userId: number, proven: Proven): Promise<void> {
  const { apiKey, agentId, agentName, teamId } = proven;
  // Of somebody without a name reZEN tells the id instead; the name that is known stays.
  const name = agentName === agentId ? null : agentName;
  await tx.agent.update({ where: { userId }, data: { id: agentId, teamId, ...(name ? { fullName: name } : {}) } });
  const accountType = teamId === null ? "Individual" : "Team";
  await tx.$executeRaw`SELECT tell_agent_account(${name}, NULL, ${agentId}, NULL, NULL, ${accountType})`;
  await keepKey(tx, userId, apiKey);
}
