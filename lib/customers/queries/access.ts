import { isAdmin } from "@/lib/platform/auth/policy";
import { type Tx, transaction } from "@/lib/platform/db";
import { maskEmail } from "@/lib/platform/mask";
import { type Reader, requireStaff } from "../policy";
import { CustomerRole, customerRoles, permissions, Widget, widgets } from "../schema/access";
import { AccessCell, type AccessView, UnknownWord } from "../view/access";
import { readInvites, readUsers } from "./people";
import { requireCustomer } from "./require-customer";

/** The matrix of a customer in its order, each cell with what the newest test found of it; a cell that is missing is not allowed. */
export async function readMatrix(tx: Tx, customerId: number): Promise<AccessCell[]> {
  const [allowed, checks] = [
    await tx.customerPermission.findMany({ where: { customerId } }),
    await tx.customerAccessCheck.findMany({ where: { customerId } }),
  ];
  return customerRoles.flatMap(role =>
    permissions.map(permission => {
      const isThis = (row: { role: string; permission: string }) => row.role === role && row.permission === permission;
      const check = checks.find(isThis);
      const test = check ? { ...check, at: check.at.toISOString() } : null;
      return AccessCell.parse({ role, permission, isAllowed: allowed.find(isThis)?.isAllowed ?? false, test });
    }),
  );
}

/** What each role sees first, in order. */
export async function readWidgets(tx: Tx, customerId: number): Promise<Record<CustomerRole, Widget[]>> {
  const rows = await tx.customerWidget.findMany({ where: { customerId }, orderBy: { position: "asc" } });
  const of = (role: CustomerRole) =>
    rows.flatMap(row => (row.role === role ? (Widget.safeParse(row.widget).data ?? []) : []));
  return { manager: of(CustomerRole.enum.manager), viewer: of(CustomerRole.enum.viewer) };
}

/** Words among a customer's rules and widgets that there are no such things for: of an older version, or written by hand. */
export async function readUnknown(tx: Tx, customerId: number): Promise<UnknownWord[]> {
  const rows = await tx.$queryRaw`
    SELECT role, 'widget' AS kind, widget AS name FROM customer_widget
    WHERE customer_id = ${customerId} AND NOT widget = ANY(${[...widgets]}::text[])
    UNION ALL SELECT role, 'permission', permission FROM customer_permission
    WHERE customer_id = ${customerId} AND NOT permission = ANY(${[...permissions]}::text[]) ORDER BY kind DESC, role, name`;
  return UnknownWord.array().parse(rows);
}

/** Who may do what in a customer and who is there, for the staff; operators see addresses and names masked. Throws `not_found`, also for who is no staff. */
export async function getAccess(reader: Reader, customerId: number): Promise<AccessView> {
  requireStaff(reader);
  const found = await transaction("system", async tx => {
    await requireCustomer(tx, customerId);
    const people = { users: await readUsers(tx, customerId, null), invites: await readInvites(tx, customerId) };
    const dashboards = { widgets: await readWidgets(tx, customerId), unknown: await readUnknown(tx, customerId) };
    return { ...people, ...dashboards, matrix: await readMatrix(tx, customerId) };
  });
  if (isAdmin(reader)) return found;
  return {
    ...found,
    users: found.users.map(user => ({ ...user, name: null, email: user.email && maskEmail(user.email) })),
    invites: found.invites.map(invite => ({ ...invite, email: maskEmail(invite.email) })),
  };
}
