import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type Actor, requireAdmin } from "../../policy";
import { readWidgets } from "../../queries/access";
import {
  type AccessChange,
  type CellChange,
  type CustomerRole,
  customerRoles,
  managersAlwaysMay,
  permissions,
  type Widget,
  widgets,
} from "../../schema/access";
import { holdPeople } from "./hold-people";

type Order = { customerId: number; input: AccessChange };

const isLockOut = ({ role, permission, isAllowed }: CellChange) =>
  role === "manager" && managersAlwaysMay.includes(permission) && !isAllowed;

/** Writes the cells that are other than before; returns what they were. */
async function writeCells(tx: Tx, customerId: number, cells: readonly CellChange[]) {
  const before = await tx.customerPermission.findMany({ where: { customerId } });
  const changed: (CellChange & { was: boolean | null })[] = [];
  for (const { role, permission, isAllowed } of cells) {
    const was = before.find(row => row.role === role && row.permission === permission)?.isAllowed ?? null;
    if (was === isAllowed) continue;
    const cell = { customerId, role, permission };
    await tx.customerPermission.upsert({
      where: { customerId_role_permission: cell },
      create: { ...cell, isAllowed },
      update: { isAllowed },
    });
    changed.push({ role, permission, isAllowed, was });
  }
  return changed;
}

/** Writes what a role sees first; returns what that was, and null where it is the same. */
async function writeWidgets(tx: Tx, customerId: number, role: CustomerRole, wanted: readonly Widget[]) {
  const rows = await tx.customerWidget.findMany({ where: { customerId, role }, orderBy: { position: "asc" } });
  const [was, shown] = [rows.map(({ widget }) => widget), [...new Set(wanted)]];
  if (was.join() === shown.join()) return null;
  await tx.customerWidget.deleteMany({ where: { customerId, role } });
  await tx.customerWidget.createMany({
    data: shown.map((widget, position) => ({ customerId, role, widget, position })),
  });
  return { role, shown, was };
}

/** Removes what no version of ours knows any more, as whoever saves was told; returns how much. */
async function tidy(tx: Tx, customerId: number): Promise<number> {
  const rules = { customerId, permission: { notIn: [...permissions] } };
  const shown = { customerId, widget: { notIn: [...widgets] } };
  const { count } = await tx.customerPermission.deleteMany({ where: rules });
  return count + (await tx.customerWidget.deleteMany({ where: shown })).count;
}

/** Throws `version_conflict` with both where a role sees other things first by now than those that somebody looked at, and would change. */
async function requireSeen(tx: Tx, customerId: number, { widgets: wanted, seen }: AccessChange): Promise<void> {
  const saved = await readWidgets(tx, customerId);
  const isOther = (role: CustomerRole) => {
    const [now, then, next] = [saved[role].join(), seen?.[role]?.join(), wanted[role]?.join()];
    return then !== undefined && next !== undefined && then !== now && next !== now;
  };
  if (customerRoles.some(isOther))
    throw new AppError("version_conflict", { message: "widgetsChanged", data: { saved, given: wanted } });
}

/**
 * Says what roles may do in a customer and see first, as one change, from its people's next request on; the audit trail keeps what was different. Throws
 * `forbidden`, `not_found`, `version_conflict`, and `illegal_transition` for what would leave a customer that nobody can bring anybody into.
 */
export async function changeAccess(
  { customerId, input }: Order,
  actor: Actor,
  { address }: { address: string },
): Promise<void> {
  requireAdmin(actor);
  if (input.cells.some(isLockOut)) throw new AppError("illegal_transition", { message: "managersInvite" });
  await transaction("system", async tx => {
    await holdPeople(tx, customerId);
    await requireSeen(tx, customerId, input);
    const cells = await writeCells(tx, customerId, input.cells);
    const removed = await tidy(tx, customerId);
    const dashboards = [];
    for (const role of customerRoles) {
      const wanted = input.widgets[role];
      const changed = wanted ? await writeWidgets(tx, customerId, role, wanted) : null;
      if (changed) dashboards.push(changed);
    }
    if (cells.length + dashboards.length + removed === 0) return;
    const [by, subject] = [{ kind: "user", id: actor.id } as const, { kind: "customer", id: customerId }];
    const detail = { cells, dashboards, removed };
    await audit(tx, { action: "customer.access_changed", actor: by, subject, detail, address });
  });
}
