import { transaction } from "@/lib/platform/db";
import { getOnboarding, partSteps } from "@/lib/platform/flow/onboarding";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { hasWorkingKey } from "../service/letzshop-key";
import { isFinished } from "../view/readiness";
import { type RefreshView, toRefreshView } from "../view/refresh";

const runFields = {
  id: true,
  trigger: true,
  status: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  parts: true,
};

// An import that goes on is told of as such.
const notImporting = { OR: [{ endedAt: { not: null } }, { storeImport: { daysBack: null } }] };

/** How the orders of a store were read last, and when they are next; null before the first import has ended the set-up. */
export async function findOrderUpdate(storeId: number): Promise<RefreshView | null> {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    if (!isFinished(onboarding)) return null;
    const run = await tx.onboardingRun.findFirst({
      where: { onboardingId: onboarding.id, storeImport: { since: { not: null } }, ...notImporting },
      orderBy: { number: "desc" },
      select: runFields,
    });
    if (!run) return null;
    const { nextOrdersAt } = await tx.store.findUniqueOrThrow({
      where: { id: storeId },
      select: { nextOrdersAt: true },
    });
    const mayRefresh = await hasWorkingKey(tx, storeId);
    const extras = { nextAt: mayRefresh ? nextOrdersAt : null, badRows: 0, mayRefresh };
    return inReadersWords(toRefreshView(run, partSteps(onboarding), extras, "orders"));
  });
}
