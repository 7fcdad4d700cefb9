import { transaction } from "@/lib/platform/db";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import type { PutOffTask } from "../schema";
import { requireComplete } from "./open-gate";

/** Puts the list of what is left to do away for a person, for ever and on every device; twice is once. Throws `onboarding_required` before the end. */
export async function dismissChecklist({ userId, storeId }: { userId: number; storeId: number }): Promise<null> {
  return transaction({ store: storeId }, async tx => {
    await requireComplete(tx, await getOnboarding(tx, "store", storeId));
    await tx.$executeRaw`
      INSERT INTO checklist_dismissal AS d (user_id, store_id, dismissed_at) VALUES (${userId}, ${storeId}, app_now())
      ON CONFLICT (user_id, store_id) DO UPDATE SET dismissed_at = coalesce(d.dismissed_at, excluded.dismissed_at)`;
    return null;
  });
}

/** Puts off one task of that list for a person; twice is once, and whoever does it later has it done. Throws `onboarding_required` before the end. */
export async function putOffTask(actor: { userId: number; storeId: number }, { task }: PutOffTask): Promise<null> {
  const { userId, storeId } = actor;
  return transaction({ store: storeId }, async tx => {
    await requireComplete(tx, await getOnboarding(tx, "store", storeId));
    await tx.$executeRaw`
      INSERT INTO checklist_dismissal AS d (user_id, store_id, later) VALUES (${userId}, ${storeId}, ARRAY[${task}])
      ON CONFLICT (user_id, store_id) DO UPDATE SET later = array_append(d.later, ${task}) WHERE NOT ${task} = ANY(d.later)`;
    return null;
  });
}
