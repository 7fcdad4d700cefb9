import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { beginImport, type StartedImport } from "./begin-import";
import { requireComplete } from "./open-gate";

/**
 * Imports once more, as the last time, what a shop still lacks when its last import ended with a part missing; a run that is there already is
 * named instead. Throws `illegal_transition` when nothing is missing.
 */
export async function retryImport(actor: { userId: number; storeId: number }): Promise<StartedImport> {
  return transaction({ store: actor.storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", actor.storeId);
    await requireComplete(tx, onboarding);
    const last = await tx.onboardingRun.findFirst({
      where: { onboardingId: onboarding.id, storeImport: { daysBack: { not: null } } },
      orderBy: { number: "desc" },
      select: { status: true, storeImport: { select: { daysBack: true, includeProducts: true } } },
    });
    const { daysBack, includeProducts } = last?.storeImport ?? { daysBack: null, includeProducts: false };
    if (daysBack === null || last?.status === "complete") throw new AppError("illegal_transition");
    const input = { daysBack, includeProducts };
    return beginImport(tx, { onboardingId: onboarding.id, actor, trigger: "owner", input });
  });
}
