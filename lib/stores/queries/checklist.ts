import { type Tx, transaction } from "@/lib/platform/db";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { type ChecklistFacts, type ChecklistView, toChecklistView } from "../view/checklist";
import { hasUnmatched } from "./unmatched";

const feedFields = { csvUrlFr: true, csvUrlEn: true, csvUrlDe: true } as const;
const profileFields = { businessAddress: true, taxNumber: true, description: true } as const;

/** What the feeds lack; nothing of it is asked of a shop that has imported no products. */
async function readFeeds(tx: Tx, storeId: number) {
  const last = await tx.storeImport.findFirst({
    where: { storeId, includeProducts: true, run: { endedAt: { not: null } } },
    orderBy: { runId: "desc" },
    select: { runId: true },
  });
  const setup = await tx.storeProductImport.findUnique({ where: { storeId }, select: feedFields });
  if (!last || !setup) return { feedLanguages: null, hasEveryRow: null, hasEveryArticle: null };
  const bad = await tx.importBadRows.count({ where: { storeId, runId: last.runId } });
  const hasOrders = (await tx.order.findFirst({ where: { storeId }, select: { id: true } })) !== null;
  return {
    feedLanguages: Object.values(setup).filter(Boolean).length,
    hasEveryRow: bad === 0,
    hasEveryArticle: hasOrders ? !(await hasUnmatched(tx, storeId)) : null,
  };
}

async function readFacts(tx: Tx, storeId: number): Promise<ChecklistFacts> {
  const profile = await tx.storeProfile.findUnique({ where: { storeId }, select: profileFields });
  return {
    ...(await readFeeds(tx, storeId)),
    hasInvoiceDetails: Boolean(profile?.businessAddress && profile.taxNumber),
    hasDescription: Boolean(profile?.description),
  };
}

/** What is left to do after the set-up, told by the data; null before its end, once all is done, and for whoever has put the list away. */
export async function findChecklist(storeId: number, userId: number): Promise<ChecklistView | null> {
  return transaction({ store: storeId }, async tx => {
    const { status } = await getOnboarding(tx, "store", storeId);
    const where = { userId_storeId: { userId, storeId } };
    if (status !== "complete") return null;
    const wish = await tx.checklistDismissal.findUnique({ where, select: { dismissedAt: true, later: true } });
    if (wish?.dismissedAt) return null;
    const view = toChecklistView(await readFacts(tx, storeId), wish?.later);
    return view.done < view.total ? view : null;
  });
}
