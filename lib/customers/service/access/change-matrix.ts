import { audit } from "@/lib/platform/audit";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type Actor, requireAdmin } from "../../policy";
import { requireCustomer } from "../../queries/require-customer";
import type { MatrixChange } from "../../schema/access";

type Order = { customerId: number; input: MatrixChange };

/**
 * Says what a role may do in a customer, from its people's next request on. Throws `forbidden`, `not_found`, and `illegal_transition` for what would leave a
 * customer that nobody can bring anybody into.
 */
export async function changeMatrix({ customerId, input }: Order, actor: Actor, address: string): Promise<void> {
  requireAdmin(actor);
  const { role, permission, isAllowed } = input;
  if (role === "manager" && permission.startsWith("users.") && !isAllowed)
    throw new AppError("illegal_transition", { message: "managersInvite" });
  await transaction("system", async tx => {
    await requireCustomer(tx, customerId);
    const cell = { customerId, role, permission };
    await tx.customerPermission.upsert({
      where: { customerId_role_permission: cell },
      create: { ...cell, isAllowed },
      update: { isAllowed },
    });
    const [by, subject] = [{ kind: "user", id: actor.id } as const, { kind: "customer", id: customerId }];
    await audit(tx, { action: "customer.permission_changed", actor: by, subject, detail: { ...input }, address });
  });
}
