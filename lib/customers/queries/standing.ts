import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { CustomerRole, type Permission, permissions } from "../schema/access";

/** Somebody of a customer, in this customer. */
export type CustomerReader = { userId: number; customerId: number };

/** What somebody is in a customer, and what that role may do there at this moment. */
export type Standing = { role: CustomerRole; may: ReadonlySet<Permission> };

type Row = { role: string; allowed: string[] };

/** What somebody is and may do in a customer; null for who is nobody there. A word of an older version is no permission. */
export async function readStanding(tx: Tx, { userId, customerId }: CustomerReader): Promise<Standing | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT u.role, coalesce(array_agg(p.permission) FILTER (WHERE p.is_allowed), '{}') AS allowed
    FROM customer_user u LEFT JOIN customer_permission p ON p.customer_id = u.customer_id AND p.role = u.role
    WHERE u.customer_id = ${customerId} AND u.user_id = ${userId} GROUP BY u.role`;
  if (!row) return null;
  const may = new Set<Permission>(permissions.filter(one => row.allowed.includes(one)));
  return { role: CustomerRole.parse(row.role), may };
}

/** Throws `not_found` unless somebody may do this in a customer: what a role may not see looks as if it were not there. */
export async function requireRight(tx: Tx, reader: CustomerReader, permission: Permission): Promise<Standing> {
  const standing = await readStanding(tx, reader);
  if (!standing?.may.has(permission)) throw new AppError("not_found");
  return standing;
}

/** Reads what somebody of a customer asks for, in the transaction in which their right to it is looked at; it sees that customer and nothing else. */
export const withRight = <T>(
  reader: CustomerReader,
  permission: Permission,
  work: (tx: Tx, standing: Standing) => Promise<T>,
): Promise<T> =>
  transaction({ customer: reader.customerId }, async tx => work(tx, await requireRight(tx, reader, permission)));

/** Throws `not_found` where a page was drawn for another customer than the one that its session works in by now. */
export function requireShown({ customerId }: CustomerReader, shown: number | undefined): void {
  if (shown !== undefined && shown !== customerId) throw new AppError("not_found");
}
