import { type Tx, transaction } from "@/lib/platform/db";
import type { Validated } from "../client/validate";
import { breakClient, type ClientFault, type Finder, healClient } from "./client-health";
import { holdCustomer } from "./hold-customer";
import { keepTest } from "./keep-test";
import { resumeWaiting } from "./resume-run";

/** A test of a customer's stored client, by the moment at which that was saved, and who made it. */
export type Made = { customerId: number; savedAt: Date; tested: Validated; by: Finder };

/** What is known of whose tenant a customer is; null where nothing is, or nothing hangs on it. */
export async function findKnownTenant(tx: Tx, customerId: number): Promise<string | null> {
  const { zuoraTenantId } = await tx.customer.findUniqueOrThrow({
    where: { id: customerId },
    select: { zuoraTenantId: true },
  });
  return (await tx.workflow.count({ where: { customerId }, take: 1 })) > 0 ? zuoraTenantId : null;
}

/** Are the credentials good, and another tenant's than the one whose workflows are here? */
export const isOtherTenant = (tested: Validated, known: string | null): boolean => {
  const told = tested.ok ? tested.validation.auth.tenantId : null;
  return known !== null && told !== null && told !== known;
};

const faults: Partial<Record<string, ClientFault>> = {
  auth: "auth",
  permission: "permission",
  wrong_address: "wrong_address",
};

/**
 * Keeps what a test of the stored client found: marks a client that is of no use; takes the mark from one that works, and lets go on what waited for that.
 * Nothing of a client that was changed meanwhile.
 */
export const settleTest = ({ customerId, savedAt, tested, by }: Made): Promise<void> =>
  transaction({ customer: customerId }, async tx => {
    const { onboarding } = await holdCustomer(tx, customerId);
    if ((await tx.zuoraCredential.count({ where: { customerId, savedAt } })) === 0) return;
    await keepTest(tx, { customerId, savedAt, tested });
    const fault = tested.ok ? undefined : faults[tested.class];
    if (!tested.ok && fault) {
      const missing = tested.missing === undefined ? {} : { missingRight: tested.missing };
      return breakClient(tx, { customerId, savedAt, fault, ...missing, by });
    }
    if (!tested.ok || isOtherTenant(tested, await findKnownTenant(tx, customerId))) return;
    await healClient(tx, { customerId, savedAt, by });
    await resumeWaiting(tx, onboarding.id, { provesAgain: false });
  });
