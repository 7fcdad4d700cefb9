import { transaction } from "@/lib/platform/db";
import { type ChangesView, toChangesView } from "../view/changes";

/** What the newest run that loaded something has changed in a store; null before the first. */
export async function findLastChanges(storeId: number): Promise<ChangesView | null> {
  const run = await transaction({ store: storeId }, tx =>
    tx.onboardingRun.findFirst({
      where: { onboarding: { storeId }, status: { in: ["complete", "partial"] } },
      orderBy: { number: "desc" },
      select: { endedAt: true, parts: true },
    }),
  );
  return run && toChangesView(run);
}
