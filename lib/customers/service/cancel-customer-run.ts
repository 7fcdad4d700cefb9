import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { cancelRun } from "@/lib/platform/flow/end-run";
import { type Actor, requireAdmin } from "../policy";
import { holdCustomer } from "./hold-customer";
import { planNextSync } from "./run-end";
import { tellStop } from "./tell-run";

type Stop = { customerId: number; onboardingId: number; byUserId: number; reason?: string };

/** Stops the run of a customer, if one goes on or waits; the customer is held by the caller. Answers its id. */
export async function stopRun(tx: Tx, { customerId, onboardingId, byUserId, reason }: Stop): Promise<number | null> {
  const jobId = await cancelRun(tx, onboardingId);
  if (jobId === null) return null;
  await tx.$executeRaw`UPDATE onboarding SET status = 'cancelled' WHERE id = ${onboardingId} AND status <> 'complete'`;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'pending' WHERE onboarding_id = ${onboardingId} AND parent IS NULL AND state <> 'done'`;
  await planNextSync(tx, customerId);
  await audit(tx, {
    action: "customer.run_cancelled",
    actor: { kind: "user", id: byUserId },
    subject: { kind: "customer", id: customerId },
    detail: { jobId, ...(reason ? { reason } : {}) },
  });
  await tellStop(tx, { customerId, runId: jobId });
  return jobId;
}

/**
 * Stops the onboarding or sync of a customer: the page that is being written is finished, and what has arrived stays. Throws `forbidden`, `not_found`,
 * and `illegal_transition` when none goes on or waits.
 */
export async function cancelCustomerRun(
  { customerId, reason }: { customerId: number; reason?: string },
  actor: Actor,
): Promise<{ jobId: number }> {
  requireAdmin(actor);
  return transaction({ customer: customerId }, async tx => {
    const { onboarding } = await holdCustomer(tx, customerId);
    const jobId = await stopRun(tx, { customerId, onboardingId: onboarding.id, byUserId: actor.id, reason });
    if (jobId === null) throw new AppError("illegal_transition", { message: "nothingToStop" });
    return { jobId };
  });
}
