import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type CustomerReader, requireRight } from "../../queries/standing";
import { CustomerRole } from "../../schema/access";
import type { InvitedView } from "../../view/access";
import { holdPeople } from "./hold-people";
import { ask } from "./invite-user";
import { takeBack } from "./send-invite";

/** An open invite of the reader's customer, held with all its people, and the reader's right to it. */
async function requireOpen(tx: Tx, reader: CustomerReader, id: number) {
  const { customerId } = reader;
  await holdPeople(tx, customerId);
  await requireRight(tx, reader, "users.manage");
  const where = { id, customerId, acceptedAt: null, revokedAt: null };
  const open = await tx.customerInvite.findFirst({ where, select: { email: true, role: true } });
  if (!open) throw new AppError("not_found");
  return { email: open.email, role: CustomerRole.parse(open.role) };
}

/** Sends a new link in the place of an invite's old one, with its time anew. Throws `not_found` for who may not, and for one that is not open, and `rate_limited`. */
export const resendInvite = (reader: CustomerReader, id: number, address: string): Promise<InvitedView> =>
  transaction("system", async tx => {
    const { customerId, userId } = reader;
    const open = await requireOpen(tx, reader, id);
    const by = { actorId: userId, action: "customer.user_invite_resent", address } as const;
    return { invite: await ask(tx, { ...open, customerId, invitedById: userId }, by) };
  });

/** Takes an invite back: its link opens nothing any more. Throws `not_found` for who may not, and for one that is not open. */
export const revokeInvite = (reader: CustomerReader, id: number, address: string): Promise<{ id: number }> =>
  transaction("system", async tx => {
    const { customerId, userId } = reader;
    await requireOpen(tx, reader, id);
    await takeBack(tx, [id]);
    const [actor, subject] = [{ kind: "user", id: userId } as const, { kind: "customer", id: customerId }];
    await audit(tx, { action: "customer.user_invite_revoked", actor, subject, detail: { inviteId: id }, address });
    return { id };
  });
