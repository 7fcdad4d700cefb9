import { transaction } from "@/lib/platform/db";
import { getOnboarding, partSteps } from "@/lib/platform/flow/onboarding";

/** Since when the data of each part is there as it is: the end of its last good reading; absent for one that is not, or whose newest reading failed. */
export const listFreshness = (userId: number): Promise<Map<string, string>> =>
  transaction({ agent: userId }, async tx => {
    const onboarding = await getOnboarding(tx, "agent", userId);
    return new Map(
      partSteps(onboarding).flatMap(({ step, state, endedAt }) =>
        state === "done" && endedAt ? [[step, endedAt.toISOString()] as const] : [],
      ),
    );
  });
