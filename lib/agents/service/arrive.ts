import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { welcomeMail } from "../messages";
import { openAccount } from "./open-account";
import { countUnconfirmed } from "./unconfirmed-address";

type Typed = { name: string; email: string };

/** What was typed beside the number, by the browser that has now proved it. */
async function takeSignUp(tx: Tx, challengeId: string): Promise<Typed | null> {
  const [typed] = await tx.$queryRaw<Typed[]>`
    DELETE FROM agent_signup s USING otp_challenge c
    WHERE c.id = ${challengeId} AND c.used_at IS NOT NULL AND s.phone_number = c.identifier AND s.browser_hash = c.browser_hash
    RETURNING s.name, s.email`;
  return typed ?? null;
}

/** Opens the account of a sign-up whose code has come; false when there was one before. */
async function claimAccount(tx: Tx, userId: number, challengeId: string): Promise<boolean> {
  const typed = await takeSignUp(tx, challengeId);
  const { name = null, email = null } = typed ?? {};
  const isNew = await openAccount(tx, { userId, name, email, actorId: userId });
  if (!isNew) return false;
  if (typed && (await countUnconfirmed(tx, "welcome", typed.email)).ok)
    await enqueueMessage(tx, {
      channel: "email",
      recipient: typed.email,
      ...(await welcomeMail(typed)),
      dedupeKey: `agent.welcome:${userId}`,
      tenant: `agent:${userId}`,
    });
  const who = { kind: "user", id: userId } as const;
  await audit(tx, { action: "agent.verified", actor: who, subject: { kind: "agent", id: userId } });
  return true;
}

/**
 * Opens the account of whoever came to sign up, and says where an agent goes: to the set-up until a run has brought something to see, then to the
 * dashboard. Null for who is none.
 */
export async function arriveAsAgent(tx: Tx, { userId, signUp }: { userId: number; signUp: string | null }) {
  const isNewAgent = signUp !== null && (await claimAccount(tx, userId, signUp));
  const [agent] = await tx.$queryRaw<{ hasSomething: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
      WHERE o.agent_user_id = a.user_id AND r.status IN ('complete', 'partial')) AS "hasSomething"
    FROM agent a WHERE a.user_id = ${userId}`;
  if (!agent) return null;
  const needsOnboarding = !agent.hasSomething;
  const redirectTo = needsOnboarding ? "/agent/onboarding" : "/agent/dashboard";
  return { redirectTo, storeId: null, needsOnboarding, isNewAgent };
}
