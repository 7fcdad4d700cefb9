import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { nudge, type StartedRun, startRun } from "@/lib/platform/flow/start-run";
import { storeOnboarding } from "../steps";
import { isFinished } from "../view/readiness";
import { hasWorkingKey } from "./letzshop-key";
import { requireComplete } from "./open-gate";
import { postponedMinutes, startDue } from "./schedule";

type Actor = { userId: number; storeId: number };
type Store = { onboardingId: number; storeId: number };

const keptDays = 30;
// An order is confirmed or cancelled after it was placed: so far back is looked again.
const settledDays = 30;

/** Plans a store's first daily reading of its orders, when its onboarding is complete. */
export async function planOrderUpdate(tx: Tx, storeId: number): Promise<void> {
  await tx.$executeRaw`UPDATE stores SET next_orders_at = next_orders(id) WHERE id = ${storeId}`;
}

/** Since when orders are read: a month back, or from where the last good reading began if that was earlier, but never before what the owner has imported. */
async function findSince(tx: Tx, { onboardingId }: Store): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ since: Date | null }[]>`
    SELECT greatest(imported.since, least(app_now() - make_interval(days => ${settledDays}), coalesce(read.at, imported.since))) AS since
    FROM (SELECT i.since FROM onboarding_run r JOIN store_import i ON i.run_id = r.id
      WHERE r.onboarding_id = ${onboardingId} AND i.days_back IS NOT NULL ORDER BY r.number DESC LIMIT 1) imported,
      (SELECT max(r.started_at) AS at FROM onboarding_run r JOIN store_import i ON i.run_id = r.id
      WHERE r.onboarding_id = ${onboardingId} AND r.status = 'complete' AND i.days_back IS NULL AND NOT i.include_products) read`;
  return row?.since ?? null;
}

/** Begins to read the orders of a store again: a run of the orders alone, which touches neither gate nor onboarding; null before the first import. */
async function beginUpdate(tx: Tx, store: Store & { trigger: "owner" | "schedule" }): Promise<StartedRun | null> {
  const { onboardingId, storeId, trigger } = store;
  const since = await findSince(tx, store);
  if (!since) return null;
  const started = await startRun(tx, { onboardingId, trigger });
  if (!started.createdNew) return started;
  await tx.storeImport.create({ data: { runId: started.runId, storeId, includeProducts: false, since } });
  await tx.$executeRaw`
    DELETE FROM onboarding_run r USING store_import i
    WHERE r.onboarding_id = ${onboardingId} AND i.run_id = r.id AND i.days_back IS NULL
      AND r.ended_at < app_now() - make_interval(days => ${keptDays})`;
  await planOrderUpdate(tx, storeId);
  return started;
}

/**
 * Reads the orders of a store again now, or names the run that is there already: at most one per store. Throws `onboarding_required` before
 * the gate, and `illegal_transition` without a key that works.
 */
export async function updateOrders({ userId, storeId }: Actor): Promise<{ jobId: number; createdNew: boolean }> {
  return transaction({ store: storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", storeId);
    await requireComplete(tx, onboarding);
    if (!(await hasWorkingKey(tx, storeId))) throw new AppError("illegal_transition", { message: "noWorkingKey" });
    const started = await beginUpdate(tx, { onboardingId: onboarding.id, storeId, trigger: "owner" });
    if (!started) throw new AppError("illegal_transition");
    const { runId: jobId, createdNew } = started;
    if (createdNew) {
      const [actor, subject] = [{ kind: "user", id: userId } as const, { kind: "store", id: storeId }];
      await audit(tx, { action: "store.order_update_started", actor, subject, detail: { jobId } });
      await nudge(tx, storeOnboarding, onboarding.id);
    }
    return { jobId, createdNew };
  });
}

async function startOrders(tx: Tx, storeId: number): Promise<boolean> {
  const onboarding = await lockOnboarding(tx, "store", storeId);
  // Another worker may have been here in between.
  const isDue = await tx.$executeRaw`
    UPDATE stores SET next_orders_at = next_orders(id) WHERE id = ${storeId} AND next_orders_at <= app_now()`;
  if (isDue === 0 || !isFinished(onboarding) || !(await hasWorkingKey(tx, storeId))) return false;
  const run = await beginUpdate(tx, { onboardingId: onboarding.id, storeId, trigger: "schedule" });
  if (run?.createdNew) await nudge(tx, storeOnboarding, onboarding.id);
  else if (run) await postponeOrders(tx, storeId, postponedMinutes);
  return run?.createdNew ?? false;
}

const postponeOrders = (tx: Tx, storeId: number, minutes: number): Promise<number> => tx.$executeRaw`
  UPDATE stores SET next_orders_at = app_now() + make_interval(mins => ${minutes}) WHERE id = ${storeId}`;

/** Starts the daily readings of orders whose time has come; one whose store is busy comes later. Returns how many. */
export const startDueOrderUpdates = (): Promise<number> =>
  startDue({
    name: "orders",
    listDue: (tx, limit) => tx.$queryRaw`
      SELECT id AS "storeId" FROM stores WHERE next_orders_at <= app_now() ORDER BY next_orders_at LIMIT ${limit}`,
    start: startOrders,
    postpone: postponeOrders,
  });
