import { type Tx, transaction } from "@/lib/platform/db";
import { getOnboarding, partSteps } from "@/lib/platform/flow/onboarding";
import { inReadersWords } from "@/lib/platform/i18n/readers-words";
import { isFinished } from "../view/readiness";
import { neverRefreshed, type RefreshView, toRefreshView } from "../view/refresh";

const runFields = {
  id: true,
  status: true,
  trigger: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  parts: true,
} as const;

/** Products that are in no feed any more and wait for the owner's word; null when there are none. */
export type MissingQuestion = { jobId: number; count: number; present: number };

async function readQuestion(tx: Tx, storeId: number): Promise<MissingQuestion | null> {
  const { _max, _count } = await tx.missingProduct.aggregate({
    where: { storeId, kept: false },
    _max: { runId: true },
    _count: true,
  });
  if (_max.runId === null) return null;
  return { jobId: _max.runId, count: _count, present: await tx.product.count({ where: { storeId, goneAt: null } }) };
}

/** What the owner of a store is asked about its products. */
export const findMissingQuestion = (storeId: number): Promise<MissingQuestion | null> =>
  transaction({ store: storeId }, tx => readQuestion(tx, storeId));

/** How the feeds of a store were read last, and when they are next; null while there is nothing to read them for: before the gate, and without feeds. */
export async function findLastRefresh(storeId: number): Promise<RefreshView | null> {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await getOnboarding(tx, "store", storeId);
    const run = await tx.onboardingRun.findFirst({
      where: { onboardingId: onboarding.id, storeImport: { includeProducts: true } },
      orderBy: { number: "desc" },
      select: runFields,
    });
    const setup = await tx.storeProductImport.findUnique({ where: { storeId }, select: { nextRefreshAt: true } });
    const mayRefresh = isFinished(onboarding) && setup !== null;
    // Whoever wanted orders only may have a feed read all the same.
    if (!run) return mayRefresh ? neverRefreshed : null;
    const kept = await tx.importBadRows.aggregate({ where: { storeId, runId: run.id }, _sum: { count: true } });
    const extras = { nextAt: setup?.nextRefreshAt ?? null, badRows: kept._sum.count ?? 0 };
    return inReadersWords(toRefreshView(run, partSteps(onboarding), { ...extras, mayRefresh }));
  });
}
