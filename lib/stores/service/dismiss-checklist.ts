import { transaction } from "@/lib/platform/db";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { requireComplete } from "./open-gate";

/** Puts the list of what is left to do away for a person, for ever and on every device; twice is once. Throws `onboarding_required` before the end. */
export async function dismissChecklist({ userId, storeId }: { userId: number; storeId: number }): Promise<null> {
  return transaction({ store: storeId }, async tx => {
    await requireComplete(tx, await getOnboarding(tx, "store", storeId));
    await tx.$executeRaw`
      INSERT INTO checklist_dismissal (user_id, store_id, dismissed_at) VALUES (${userId}, ${storeId}, app_now()) ON CONFLICT DO NOTHING`;
    return null;
  });
}
