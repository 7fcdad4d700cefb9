import { type AuditFact, audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { CustomerReader } from "../../queries/standing";
import type { CustomerRole, RoleChange } from "../../schema/access";
import { holdAccount } from "./hold-people";
import { holdAsKeeper, type Keeper } from "./keeper";
import { takeBack } from "./send-invite";

type Held = { id: number; userId: number; role: string };

/** Somebody of the keeper's customer, held with all the others, and then the keeper's right to change them: it may have been taken meanwhile. Throws `not_found`. */
async function holdUser(tx: Tx, keeper: Keeper, id: number): Promise<Held> {
  await holdAsKeeper(tx, keeper);
  const where = { id, customerId: keeper.customerId, isProbe: false };
  const found = await tx.customerUser.findFirst({ where, select: { id: true, userId: true, role: true } });
  if (!found) throw new AppError("not_found");
  return found;
}

/** Nobody could invite anybody any more, or change it: whose account is closed can do neither. Throws `illegal_transition`. */
async function requireOtherManager(tx: Tx, { customerId }: CustomerReader, { id, role }: Held): Promise<void> {
  if (role !== "manager") return;
  const others = { customerId, role: "manager", isProbe: false, id: { not: id }, user: { disabledAt: null } };
  if ((await tx.customerUser.count({ where: others })) === 0)
    throw new AppError("illegal_transition", { message: "lastManager" });
}

type Note = Pick<AuditFact, "action" | "detail"> & { address: string };

const note = (tx: Tx, { userId, customerId }: CustomerReader, fact: Note) =>
  audit(tx, { ...fact, actor: { kind: "user", id: userId }, subject: { kind: "customer", id: customerId } });

/** Takes back what asks this person to come again, or to manage: what was taken from them is not given by an older mail. */
async function takeInvitesBack(tx: Tx, customerId: number, { userId }: Held): Promise<void> {
  const open = await tx.$queryRaw<{ id: number }[]>`
    SELECT i.id FROM customer_invite i JOIN "user" u ON u.email_confirmed AND lower(u.email) = i.email
    WHERE i.customer_id = ${customerId} AND u.id = ${userId} AND i.accepted_at IS NULL AND i.revoked_at IS NULL`;
  await takeBack(
    tx,
    open.map(({ id }) => id),
  );
}

/** Gives somebody another role in the keeper's customer, from their next request on. Throws `not_found` for who may not, and `illegal_transition` for the last manager. */
export const changeRole = (
  keeper: Keeper,
  { id, input, address }: { id: number; input: RoleChange; address: string },
): Promise<{ id: number; role: CustomerRole }> =>
  transaction("system", async tx => {
    const held = await holdUser(tx, keeper, id);
    const { role } = input;
    if (held.role === role) return { id, role };
    await requireOtherManager(tx, keeper, held);
    await tx.customerUser.update({ where: { id }, data: { role } });
    if (role !== "manager") await takeInvitesBack(tx, keeper.customerId, held);
    const detail = { userId: held.userId, from: held.role, to: role };
    await note(tx, keeper, { action: "customer.user_role_changed", detail, address });
    return { id, role };
  });

/** Ends what somebody is in a customer: their sessions are out of it at the next request, and who works in no other is no customer's any more. */
async function takeAway(tx: Tx, customerId: number, held: Held): Promise<void> {
  const { id, userId } = held;
  await holdAccount(tx, userId);
  await tx.customerUser.delete({ where: { id } });
  await takeInvitesBack(tx, customerId, held);
  await tx.$executeRaw`UPDATE session SET customer_id = NULL WHERE user_id = ${userId} AND customer_id = ${customerId}`;
  await tx.$executeRaw`
    DELETE FROM user_roles WHERE user_id = ${userId} AND role = 'customer'
      AND NOT EXISTS (SELECT FROM customer_user m WHERE m.user_id = ${userId})`;
}

/** Removes somebody from the keeper's customer. Throws `not_found` for who may not, and `illegal_transition` for the last manager. */
export const removeUser = (keeper: Keeper, { id, address }: { id: number; address: string }): Promise<{ id: number }> =>
  transaction("system", async tx => {
    const held = await holdUser(tx, keeper, id);
    await requireOtherManager(tx, keeper, held);
    await takeAway(tx, keeper.customerId, held);
    const detail = { userId: held.userId, role: held.role };
    await note(tx, keeper, { action: "customer.user_removed", detail, address });
    return { id };
  });
