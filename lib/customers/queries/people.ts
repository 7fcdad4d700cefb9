import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { CustomerInviteView, type CustomerPeople, CustomerUserView } from "../view/access";
import { type CustomerReader, requireRight } from "./standing";

/** The most people that one customer has. */
export const mostPeople = 200;

const plain = (rows: unknown): unknown => JSON.parse(JSON.stringify(rows));

/** Who works in a customer, by when they came; the accounts of the access test are nobody. For the system: it reads accounts. */
export async function readUsers(tx: Tx, customerId: number, self: number | null): Promise<CustomerUserView[]> {
  const rows = await tx.$queryRaw`
    SELECT m.id, u.name, CASE WHEN u.email_confirmed THEN u.email END AS email, m.role, m.joined_at AS "joinedAt",
      (SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = u.id AND s.customer_id = m.customer_id) AS "lastSeenAt",
      m.user_id IS NOT DISTINCT FROM ${self}::int AS "isSelf"
    FROM customer_user m JOIN "user" u ON u.id = m.user_id
    WHERE m.customer_id = ${customerId} AND NOT m.is_probe ORDER BY m.id LIMIT ${mostPeople}`;
  return CustomerUserView.array().parse(plain(rows));
}

/** The invites of a customer that this condition means and that are neither accepted nor revoked, newest first. */
export async function readInvites(tx: Tx, customerId: number, where = Prisma.sql`true`): Promise<CustomerInviteView[]> {
  const rows = await tx.$queryRaw`
    SELECT id, email, role, sent_at AS "sentAt", expires_at AS "expiresAt", expires_at <= app_now() AS "isExpired"
    FROM customer_invite WHERE customer_id = ${customerId} AND accepted_at IS NULL AND revoked_at IS NULL AND ${where}
    ORDER BY id DESC LIMIT ${mostPeople}`;
  return CustomerInviteView.array().parse(plain(rows));
}

/** Who works in the reader's customer, and who is asked to. Throws `not_found` for who may not see it. */
export const listOwnPeople = (reader: CustomerReader): Promise<CustomerPeople> =>
  transaction("system", async tx => {
    await requireRight(tx, reader, "users.read");
    const { customerId, userId } = reader;
    return { users: await readUsers(tx, customerId, userId), invites: await readInvites(tx, customerId) };
  });
