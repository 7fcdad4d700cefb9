import { transaction } from "@/lib/platform/db";

/** Who an account is at reZEN; null until a key has proved it. */
export const findAgentId = (userId: number): Promise<string | null> =>
  transaction({ agent: userId }, async tx => {
    const agent = await tx.agent.findUniqueOrThrow({ where: { userId }, select: { id: true } });
    return agent.id;
  });
