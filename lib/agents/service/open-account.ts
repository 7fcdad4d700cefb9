import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { createOnboarding } from "@/lib/platform/flow/onboarding";
import type { AccountType } from "../schema";
import { agentOnboarding } from "../steps";

type Opening = {
  userId: number;
  name: string | null;
  email: string | null;
  accountType?: AccountType;
  /** Whose doing it is; nobody's unless said. */
  actorId?: number;
};

async function giveRole(tx: Tx, { userId, accountType, actorId }: Opening): Promise<void> {
  const given = await tx.$executeRaw`
    INSERT INTO user_roles (user_id, role, account_type, created_at) VALUES (${userId}, 'agent', ${accountType ?? null}, app_now())
    ON CONFLICT DO NOTHING`;
  if (given === 0) return;
  await audit(tx, {
    action: "auth.role_given",
    actor: actorId === undefined ? { kind: "system" } : { kind: "user", id: actorId },
    subject: { kind: "user", id: userId },
    detail: { role: "agent" },
  });
}

/**
 * Gives a person an agent's account with its onboarding, besides what they are already; what is known of them stays as it is. False when they
 * have one. In a transaction of the system.
 */
export async function openAccount(tx: Tx, opening: Opening): Promise<boolean> {
  const { userId, name, email } = opening;
  const made = await tx.$executeRaw`INSERT INTO agent (user_id) VALUES (${userId}) ON CONFLICT (user_id) DO NOTHING`;
  if (made === 0) return false;
  await giveRole(tx, opening);
  await tx.$executeRaw`
    UPDATE "user" SET name = coalesce(name, ${name}), email = coalesce(email, ${email}) WHERE id = ${userId}`;
  await createOnboarding(tx, agentOnboarding, userId);
  return true;
}
