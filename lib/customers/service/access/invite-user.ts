import { audit } from "@/lib/platform/audit";
import { maskIdentifier } from "@/lib/platform/auth/identifier";
import { sha256 } from "@/lib/platform/crypto";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import { mostPeople, readInvites } from "../../queries/people";
import { requireShown } from "../../queries/standing";
import { inviteLimits, type NewCustomerUser } from "../../schema/access";
import type { CustomerInviteView, InvitedView } from "../../view/access";
import { holdAsKeeper, type Keeper } from "./keeper";
import { type Invitation, sendInvite } from "./send-invite";

async function requireNew(tx: Tx, { customerId, email }: Invitation): Promise<void> {
  const [there] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer_user m JOIN "user" u ON u.id = m.user_id
    WHERE m.customer_id = ${customerId} AND u.email_confirmed AND lower(u.email) = ${email}`;
  if (there) throw invalidInput([{ field: "email", code: "already_there", message: "customerUserKnown" }]);
}

async function requireRoom(tx: Tx, { customerId, email }: Invitation): Promise<void> {
  const users = await tx.customerUser.count({ where: { customerId, isProbe: false } });
  const [open] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM customer_invite
    WHERE customer_id = ${customerId} AND email <> ${email} AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > app_now()`;
  if (users + (open?.count ?? 0) >= mostPeople) throw new AppError("illegal_transition", { message: "customerFull" });
}

// The table of budgets is no list of who was asked.
const addressKey = ({ customerId, email }: Invitation) => `customer:${customerId}:${sha256(email).slice(0, 32)}`;

/** Spends one mail to somebody, and one of the customer's. Throws `rate_limited` with the wait. */
async function spendMail(tx: Tx, invitation: Invitation): Promise<void> {
  const key = addressKey(invitation);
  const all = { key: `customer:${invitation.customerId}:invites`, windowSeconds: 3600 };
  const spent = await spend(tx, [
    { key: `${key}:10m`, limit: inviteLimits.linksPer10Minutes, windowSeconds: 600 },
    { key: `${key}:day`, limit: inviteLimits.linksPerDay, windowSeconds: 86_400 },
    { ...all, limit: Math.ceil(inviteLimits.invitesPerHour * env.rateLimitScale) },
  ]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

type Asking = { actorId: number; action: "customer.user_invited" | "customer.user_invite_resent"; address: string };

/** Sends an invite by somebody's word, and notes it. */
export async function ask(tx: Tx, invitation: Invitation, by: Asking): Promise<CustomerInviteView> {
  await spendMail(tx, invitation);
  const id = await sendInvite(tx, invitation);
  const { customerId, email, role } = invitation;
  const to = maskIdentifier({ channel: "email", identifier: email });
  const detail = { inviteId: id, to, role };
  const [actor, subject] = [{ kind: "user", id: by.actorId } as const, { kind: "customer", id: customerId }];
  await audit(tx, { action: by.action, actor, subject, detail, address: by.address });
  const [view] = await readInvites(tx, customerId, Prisma.sql`id = ${id}`);
  if (!view) throw new Error("an invite cannot be read");
  return view;
}

type Call = { isDryRun?: boolean; address: string };

/**
 * Asks somebody by mail to work in the keeper's customer; a second time it takes the place of the first. Throws `not_found` for who may not, 422 for an
 * address of somebody who is there, `illegal_transition` where there are too many, and `rate_limited`. A dry run looks at all but how many there
 * are and the budget: it says whether somebody may invite, also where nobody else has room.
 */
export async function inviteUser(
  keeper: Keeper,
  input: NewCustomerUser,
  { isDryRun = false, address }: Call,
): Promise<InvitedView> {
  const { userId, customerId } = keeper;
  return transaction("system", async tx => {
    await holdAsKeeper(tx, keeper);
    requireShown(keeper, input.customerId);
    const invitation = { customerId, email: input.email.toLowerCase(), role: input.role, invitedById: userId };
    await requireNew(tx, invitation);
    if (isDryRun) return { invite: null };
    await requireRoom(tx, invitation);
    return { invite: await ask(tx, invitation, { actorId: userId, action: "customer.user_invited", address }) };
  });
}
