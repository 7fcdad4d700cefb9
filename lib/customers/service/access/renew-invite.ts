import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { CustomerRole } from "../../schema/access";
import type { InvitedView } from "../../view/access";
import { ask } from "./invite-user";
import { holdAsKeeper, type Keeper } from "./keeper";
import { takeBack } from "./send-invite";

/** An open invite of the keeper's customer, held with all its people, and the keeper's right to it. */
async function requireOpen(tx: Tx, keeper: Keeper, id: number) {
  const { customerId } = keeper;
  await holdAsKeeper(tx, keeper);
  const where = { id, customerId, acceptedAt: null, revokedAt: null };
  const open = await tx.customerInvite.findFirst({ where, select: { email: true, role: true } });
  if (!open) throw new AppError("not_found");
  return { email: open.email, role: CustomerRole.parse(open.role) };
}

/** Sends a new link in the place of an invite's old one, with its time anew. Throws `not_found` for who may not, and for one that is not open, and `rate_limited`. */
export const resendInvite = (keeper: Keeper, id: number, address: string): Promise<InvitedView> =>
  transaction("system", async tx => {
    const { customerId, userId } = keeper;
    const open = await requireOpen(tx, keeper, id);
    const by = { actorId: userId, action: "customer.user_invite_resent", address } as const;
    return { invite: await ask(tx, { ...open, customerId, invitedById: userId }, by) };
  });

/** Takes an invite back: its link opens nothing any more. Throws `not_found` for who may not, and for one that is not open. */
export const revokeInvite = (keeper: Keeper, id: number, address: string): Promise<{ id: number }> =>
  transaction("system", async tx => {
    const { customerId, userId } = keeper;
    await requireOpen(tx, keeper, id);
    await takeBack(tx, [id]);
    const [actor, subject] = [{ kind: "user", id: userId } as const, { kind: "customer", id: customerId }];
    await audit(tx, { action: "customer.user_invite_revoked", actor, subject, detail: { inviteId: id }, address });
    return { id };
  });
