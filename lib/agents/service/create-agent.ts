import { audit } from "@/lib/platform/audit";
import { inLanguageOf } from "@/lib/platform/auth/language";
import { acceptPhone } from "@/lib/platform/auth/phone";
import { type Tx, transaction } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { invitedMail } from "../messages";
import type { NewAgent } from "../schema";
import type { NewAgentView } from "../view/new-agent";
import { openAccount } from "./open-account";

async function findOrMakeUser(tx: Tx, phoneNumber: string): Promise<{ id: number; isNewUser: boolean }> {
  const [made] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO "user" (phone_number, created_at) VALUES (${phoneNumber}, app_now())
    ON CONFLICT (phone_number) DO NOTHING RETURNING id`;
  if (made) return { ...made, isNewUser: true };
  const where = { phoneNumber, disabledAt: null };
  const known = await tx.user.findFirst({ where, select: { id: true } });
  if (!known) throw invalidInput([{ field: "phoneNumber", code: "account_disabled", message: "accountDisabled" }]);
  return { ...known, isNewUser: false };
}

/**
 * Makes an agent's account for a number and writes to the address how to come in. Somebody who is known becomes an agent besides what they are,
 * with their own name and address. Throws 422 where there is such an account already.
 */
export async function createAgent(input: NewAgent, actor: { id: number }, address: string): Promise<NewAgentView> {
  const { name, accountType } = input;
  const email = input.email.toLowerCase();
  const phone = acceptPhone(input.phoneNumber, { defaultRegion: input.country });
  return transaction("system", async tx => {
    const { id: userId, isNewUser } = await findOrMakeUser(tx, phone.e164);
    if (!(await openAccount(tx, { userId, name, email, accountType, actorId: actor.id })))
      throw invalidInput([{ field: "phoneNumber", code: "agent_exists", message: "agentExists" }]);
    const mail = await inLanguageOf(tx, userId, () => invitedMail({ name, phone: phone.e164.slice(-4) }));
    const how = { dedupeKey: `agent.welcome:${userId}`, tenant: `agent:${userId}` };
    await enqueueMessage(tx, { channel: "email", recipient: email, ...mail, ...how });
    await audit(tx, {
      action: "agent.created",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "agent", id: userId },
      detail: { accountType, isNewUser },
      address,
    });
    return { userId, isNewUser, accountType };
  });
}
