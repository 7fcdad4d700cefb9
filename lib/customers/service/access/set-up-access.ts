import { audit } from "@/lib/platform/audit";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { readMatrix, readWidgets } from "../../queries/access";
import { preferencesOf } from "../../queries/configuration";
import { customerRoles, permissions, usualChannels, usualMatrix, usualWidgets } from "../../schema/access";
import { holdPeople } from "./hold-people";
import { requireSound } from "./require-sound";
import { sendInvite } from "./send-invite";
import { type AccessCheck, requireAsExpected, testAccess } from "./test-access";

const parts = 4;

/** The roles with what they may do and see first, where nobody has said otherwise; what an admin has changed stays. */
async function writeRoles(tx: Tx, customerId: number): Promise<void> {
  const cells = customerRoles.flatMap(role =>
    permissions.map(permission => ({
      customerId,
      role,
      permission,
      isAllowed: usualMatrix[role].includes(permission),
    })),
  );
  await tx.customerPermission.createMany({ data: cells, skipDuplicates: true });
  for (const role of customerRoles) {
    if ((await tx.customerWidget.count({ where: { customerId, role } })) > 0) continue;
    const rows = usualWidgets[role].map((widget, position) => ({ customerId, role, widget, position }));
    await tx.customerWidget.createMany({ data: rows });
  }
}

/** Who manages the customer: somebody does, somebody is asked to, or nobody is left to ask, because the contact was erased. */
type Manager = "joined" | "invited" | "nobody";

/** Makes sure that somebody manages the customer or is asked to: the contact, by mail. Twice asks once. */
const bringManager = (customerId: number): Promise<Manager> =>
  transaction("system", async tx => {
    await holdPeople(tx, customerId);
    // Whose account is closed manages nothing.
    const managers = { customerId, role: "manager", isProbe: false, user: { disabledAt: null } };
    if ((await tx.customerUser.count({ where: managers })) > 0) return "joined";
    const open = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM customer_invite
      WHERE customer_id = ${customerId} AND role = 'manager' AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > app_now()`;
    if (open.length > 0) return "invited";
    const { contactEmail: email } = await tx.customer.findUniqueOrThrow({ where: { id: customerId } });
    if (email === null) return "nobody";
    const inviteId = await sendInvite(tx, { customerId, email, role: "manager", invitedById: null });
    await audit(tx, {
      action: "customer.user_invited",
      actor: { kind: "system" },
      subject: { kind: "customer", id: customerId },
      detail: { inviteId, role: "manager" },
    });
    return "invited";
  });

/** Keeps what the test found in the place of what the one before had found. */
async function writeChecks(tx: Tx, customerId: number, checks: readonly AccessCheck[]): Promise<void> {
  await tx.customerAccessCheck.deleteMany({ where: { customerId } });
  const rows = checks.map(
    ({ role, permission, isExpected, isGranted, asked, status }) =>
      Prisma.sql`(${customerId}::int, ${role}, ${permission}, ${isExpected}, ${isGranted}, ${asked}, ${status}::int, app_now())`,
  );
  await tx.$executeRaw`
    INSERT INTO customer_access_check (customer_id, role, permission, is_expected, is_granted, asked, status, at) VALUES ${Prisma.join(rows)}`;
}

type Counted = { role: string; users: number; invited: number };

// How many there are: what a step has brought is kept, and who they are may have to be erased.
const countPeople = (tx: Tx, customerId: number) =>
  tx.$queryRaw<Counted[]>`
    SELECT r.role, (SELECT count(*)::int FROM customer_user m WHERE m.customer_id = ${customerId} AND m.role = r.role AND NOT m.is_probe) AS users,
      (SELECT count(*)::int FROM customer_invite i WHERE i.customer_id = ${customerId} AND i.role = r.role
        AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > app_now()) AS invited
    FROM unnest(${[...customerRoles]}::text[]) AS r(role)`;

const warningsOf = (manager: Manager): string[] => {
  if (manager === "joined") return [];
  return manager === "invited"
    ? ["Nobody manages this customer yet: the contact was asked by mail and has not come."]
    : ["Nobody manages this customer, and there is no contact to ask. Enter one, then do this step again."];
};

const readOutputs = (customerId: number) =>
  transaction({ customer: customerId }, async tx => {
    const customer = await tx.customer.findUniqueOrThrow({ where: { id: customerId }, select: { notifyBy: true } });
    const matrix = await readMatrix(tx, customerId);
    return {
      roles: await countPeople(tx, customerId),
      permissions: Object.fromEntries(
        customerRoles.map(role => [
          role,
          Object.fromEntries(matrix.filter(cell => cell.role === role).map(cell => [cell.permission, cell.isAllowed])),
        ]),
      ),
      widgets: await readWidgets(tx, customerId),
      notifications: { customer: preferencesOf(customer), users: usualChannels },
      accessTest: matrix.flatMap(({ role, permission, test }) => (test ? [{ role, permission, ...test }] : [])),
    };
  });

/**
 * Sets up who may do what in a customer (sources/002, step 4): roles, widgets and preferences, a manager, and a test that signs in as each role and asks our
 * own API. That nobody has accepted yet stops nothing. Throws StepFailure `permission`, `ui_configuration` and
 * `access_test`.
 */
export async function setUpAccess(context: WorkerContext): Promise<Record<string, unknown>> {
  const { subjectId: customerId, page } = context;
  await page({ done: 1, total: parts }, tx => writeRoles(tx, customerId));
  const notes = await requireSound(customerId);
  const manager = await bringManager(customerId);
  await page({ done: 2, total: parts });
  const checks = await testAccess(context);
  await page({ done: parts - 1, total: parts }, tx => writeChecks(tx, customerId, checks));
  requireAsExpected(checks);
  await page({ done: parts, total: parts });
  return { ...(await readOutputs(customerId)), manager, warnings: [...warningsOf(manager), ...notes] };
}
