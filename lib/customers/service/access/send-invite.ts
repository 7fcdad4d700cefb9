import { inLanguageOfAddress } from "@/lib/platform/auth/language";
import { randomToken, sha256 } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { enqueueMessage } from "@/lib/platform/notifications/outbox";
import { type Withdrawal, withdrawMessage } from "@/lib/platform/notifications/settle";
import { invitedMail } from "../../messages/invited";
import { type CustomerRole, inviteLimits } from "../../schema/access";
import { holdPeople } from "./hold-people";

/** Who is asked to work in which customer, and by whom; nobody where the onboarding asks. */
export type Invitation = { customerId: number; email: string; role: CustomerRole; invitedById: number | null };

const keyOf = (inviteId: number) => `customer.invite:${inviteId}`;

/** Keeps the mail of an invite here that has not left. */
export const withdrawInvite = (tx: Tx, id: number, because: Withdrawal = "over"): Promise<void> =>
  withdrawMessage(tx, keyOf(id), because);

/** Takes invites back: their links open nothing any more, and what of them has not left stays here. */
export async function takeBack(tx: Tx, ids: readonly number[], because?: Withdrawal): Promise<void> {
  await tx.$executeRaw`UPDATE customer_invite SET revoked_at = app_now() WHERE id = ANY(${[...ids]}::int[])`;
  for (const id of ids) await withdrawInvite(tx, id, because);
}

async function replaceOpen(tx: Tx, { customerId, email }: Invitation): Promise<void> {
  const open = await tx.customerInvite.findMany({
    where: { customerId, email, acceptedAt: null, revokedAt: null },
    select: { id: true },
  });
  await takeBack(
    tx,
    open.map(({ id }) => id),
    "replaced",
  );
}

async function insert(tx: Tx, { customerId, email, role, invitedById }: Invitation, token: string) {
  const [made] = await tx.$queryRaw<{ id: number; expiresAt: Date }[]>`
    INSERT INTO customer_invite (customer_id, email, role, token_hash, invited_by_id, created_at, sent_at, expires_at)
    VALUES (${customerId}, ${email}, ${role}, ${sha256(token)}, ${invitedById}, app_now(), app_now(),
      app_now() + make_interval(secs => ${inviteLimits.linkSeconds}))
    RETURNING id, expires_at AS "expiresAt"`;
  if (!made) throw new Error("an invite was not written");
  return made;
}

/** Asks somebody by mail to work in a customer, in the place of what they were asked before. The link stands in the mail alone. Returns the invite's number. */
export async function sendInvite(tx: Tx, invitation: Invitation): Promise<number> {
  const { customerId, email, role, invitedById } = invitation;
  const { name: customer } = await holdPeople(tx, customerId);
  await replaceOpen(tx, invitation);
  const token = randomToken(32);
  const { id, expiresAt } = await insert(tx, invitation, token);
  const link = new URL(`/join/${token}`, env.appUrl).href;
  const workflows = invitedById === null ? await tx.workflow.count({ where: { customerId } }) : undefined;
  const news = { customer, role, link, expiresAt, workflows };
  const mail = await inLanguageOfAddress(tx, email, () => invitedMail(news));
  const how = { link, usefulForSeconds: inviteLimits.linkSeconds, tenant: `customer:${customerId}` };
  await enqueueMessage(tx, { channel: "email", recipient: email, ...mail, ...how, dedupeKey: keyOf(id) });
  return id;
}
