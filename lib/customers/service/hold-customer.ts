import type { Tx } from "@/lib/platform/db";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { lockRun } from "@/lib/platform/flow/end-run";
import { getOnboarding, type OnboardingRow } from "@/lib/platform/flow/onboarding";

type LastRun = { id: number; status: string; endedAt: Date | null };

/** A customer's onboarding and its newest run, unset before the first; both stay as they are until the transaction ends. */
export type Held = { onboarding: OnboardingRow; last: LastRun | null };

/** Locks what an act on a customer may change: onboarding, run, parts, client. A worker may hold them in another order; then one of both is begun again by `transaction`. Throws `not_found`. */
export async function holdCustomer(tx: Tx, customerId: number): Promise<Held> {
  const { id: onboardingId } = await lockOnboarding(tx, "customer", customerId);
  await lockRun(tx, onboardingId);
  await tx.$queryRaw`SELECT FROM onboarding_step WHERE onboarding_id = ${onboardingId} ORDER BY id FOR UPDATE`;
  await tx.$queryRaw`SELECT FROM zuora_credential WHERE customer_id = ${customerId} FOR UPDATE`;
  const last = await tx.onboardingRun.findFirst({
    where: { onboardingId },
    orderBy: { number: "desc" },
    select: { id: true, status: true, endedAt: true },
  });
  return { onboarding: await getOnboarding(tx, "customer", customerId), last };
}

/** Does the newest run wait for somebody? */
export const isWaiting = ({ last }: Held): boolean =>
  last !== null && last.endedAt === null && last.status === "waiting";
