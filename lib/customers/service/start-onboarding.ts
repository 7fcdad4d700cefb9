import { transaction } from "@/lib/platform/db";
import { type OnboardingRow, partSteps } from "@/lib/platform/flow/onboarding";
import type { Redo } from "@/lib/platform/flow/redo";
import { type Actor, requireAdmin } from "../policy";
import { type BegunRun, beginRun } from "./begin-run";
import { countStart } from "./count-start";
import { holdCustomer } from "./hold-customer";

/** What brings an onboarding to its end: what is not done of it, or, where all is, all of it once more. */
export const chooseRedo = (onboarding: OnboardingRow): Redo =>
  partSteps(onboarding).every(({ state }) => state === "done") ? "all" : "unfinished";

/**
 * Starts the onboarding of a customer by hand (sources/002), or names the run that goes on or waits. One that has come through is done again. Throws
 * `forbidden`, `not_found` and `rate_limited`.
 */
export async function startOnboarding({ customerId }: { customerId: number }, actor: Actor): Promise<BegunRun> {
  requireAdmin(actor);
  await countStart(customerId);
  return transaction({ customer: customerId }, async tx => {
    const { onboarding, last } = await holdCustomer(tx, customerId);
    if (last && last.endedAt === null) return { jobId: last.id, createdNew: false };
    const redo = chooseRedo(onboarding);
    return beginRun(tx, { onboarding, customerId, trigger: "manual", byUserId: actor.id, redo });
  });
}
