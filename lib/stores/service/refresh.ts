import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { giveUpWaiting } from "@/lib/platform/flow/end-run";
import { nudge, startRun } from "@/lib/platform/flow/start-run";
import { storeOnboarding } from "../steps";
import { isFinished } from "../view/readiness";
import { requireComplete } from "./open-gate";
import { tellRunEnd } from "./run-end";
import { startDue } from "./schedule";

type Actor = { userId: number; storeId: number };

const keptDays = 30;

/** Plans a store's first daily refresh when its onboarding is complete; a shop that wanted orders only has none. */
export async function planRefresh(tx: Tx, storeId: number, runId: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE store_product_import SET next_refresh_at = next_refresh(${storeId}::int)
    WHERE store_id = ${storeId} AND EXISTS (SELECT FROM store_import i WHERE i.run_id = ${runId} AND i.include_products)`;
}

/** Begins to read the feeds of a store again: a run of the products alone, which touches neither gate nor onboarding, and which no import holds up that waits for a key. */
async function beginRefresh(tx: Tx, store: { onboardingId: number; storeId: number; trigger: "owner" | "schedule" }) {
  const { onboardingId, storeId, trigger } = store;
  const givenUp = await giveUpWaiting(tx, onboardingId, "continue");
  if (givenUp !== null) await tellRunEnd(tx, { runId: givenUp, subjectId: storeId });
  const started = await startRun(tx, { onboardingId, trigger });
  if (!started.createdNew) return started;
  await tx.storeImport.create({ data: { runId: started.runId, storeId, includeProducts: true } });
  await tx.$executeRaw`
    DELETE FROM onboarding_run r USING store_import i
    WHERE r.onboarding_id = ${onboardingId} AND i.run_id = r.id AND i.days_back IS NULL
      AND r.ended_at < app_now() - make_interval(days => ${keptDays})`;
  await tx.$executeRaw`UPDATE store_product_import SET next_refresh_at = next_refresh(${storeId}::int) WHERE store_id = ${storeId}`;
  return started;
}

/** Reads the feeds of a store again now, or names the run that does so already: at most one per store. */
export async function refreshProducts(actor: Actor): Promise<{ jobId: number; createdNew: boolean }> {
  const { storeId, userId } = actor;
  return transaction({ store: storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", storeId);
    await requireComplete(tx, onboarding);
    const { runId, createdNew } = await beginRefresh(tx, { onboardingId: onboarding.id, storeId, trigger: "owner" });
    if (createdNew) {
      await audit(tx, {
        action: "store.refresh_started",
        actor: { kind: "user", id: userId },
        subject: { kind: "store", id: storeId },
        detail: { jobId: runId },
      });
      await nudge(tx, storeOnboarding, onboarding.id);
    }
    return { jobId: runId, createdNew };
  });
}

async function startRefresh(tx: Tx, storeId: number): Promise<boolean> {
  const onboarding = await lockOnboarding(tx, "store", storeId);
  // Another worker may have been here in between.
  const isDue = await tx.$executeRaw`
    UPDATE store_product_import SET next_refresh_at = next_refresh(store_id) WHERE store_id = ${storeId} AND next_refresh_at <= app_now()`;
  if (isDue === 0 || !isFinished(onboarding)) return false;
  const { createdNew } = await beginRefresh(tx, { onboardingId: onboarding.id, storeId, trigger: "schedule" });
  if (createdNew) await nudge(tx, storeOnboarding, onboarding.id);
  return createdNew;
}

/** Starts the refreshes whose time has come; returns how many. */
export const startDueRefreshes = (): Promise<number> =>
  startDue({
    name: "refreshes",
    listDue: (tx, limit) => tx.$queryRaw`
      SELECT store_id AS "storeId" FROM store_product_import WHERE next_refresh_at <= app_now() ORDER BY next_refresh_at LIMIT ${limit}`,
    start: startRefresh,
    postpone: (tx, storeId, minutes) => tx.$executeRaw`
      UPDATE store_product_import SET next_refresh_at = app_now() + make_interval(mins => ${minutes}) WHERE store_id = ${storeId}`,
  });
