import { transaction } from "@/lib/platform/db";
import { type ChecklistView, toChecklistView } from "../view/checklist";
import { readReadiness } from "./readiness";

/** What is left to do after the set-up, as the store's readiness tells it; null before its end, once all is done, and for whoever has put the list away. */
export async function findChecklist(storeId: number, userId: number): Promise<ChecklistView | null> {
  return transaction({ store: storeId }, async tx => {
    const where = { userId_storeId: { userId, storeId } };
    const wish = await tx.checklistDismissal.findUnique({ where, select: { dismissedAt: true, later: true } });
    if (wish?.dismissedAt) return null;
    const view = toChecklistView((await readReadiness(tx, [storeId])).get(storeId) ?? [], wish?.later);
    return view.done < view.total ? view : null;
  });
}
