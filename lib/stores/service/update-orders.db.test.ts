import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { completeStore, keepFeeds, newStoreRun, type StoreRun, workOff } from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { findLastImport } from "../queries/onboarding";
import { findOrderUpdate } from "../queries/order-update";
import { findLastRefresh } from "../queries/products";
import { getProgress } from "../queries/progress";
import { quoteImport } from "./quote";
import { refreshProducts } from "./refresh";
import { startDueOrderUpdates, updateOrders } from "./update-orders";

const shop = await openTestShop();
let at: StoreRun;
let actor: { userId: number; storeId: number };
const feed = "id,title,price\n1,T,1.00\n";
const dayMs = 86_400_000;
const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);
const sweep = () => startDueOrderUpdates();
const makeDue = () =>
  system(tx => tx.store.update({ where: { id: at.storeId }, data: { nextOrdersAt: new Date(Date.now() - 1000) } }));
const nextOrdersAt = async () =>
  (await system(tx => tx.store.findUniqueOrThrow({ where: { id: at.storeId } }))).nextOrdersAt?.getTime() ?? 0;
const onboarding = () =>
  system(tx =>
    tx.onboarding.findUniqueOrThrow({
      where: { id: at.onboardingId },
      include: { runs: { orderBy: { number: "asc" } } },
    }),
  );
const sinceOf = async (runId: number) =>
  (await system(tx => tx.storeImport.findUniqueOrThrow({ where: { runId } }))).since?.getTime() ?? 0;

beforeEach(async () => {
  shop.beforeAnswer = () => undefined;
  shop.shipments.unconfirmed = [wireShipment("old", [10]), wireShipment("other", [20])];
  shop.shipments.confirmed = [];
  shop.feeds["fr.csv"] = feed;
  at = await newStoreRun();
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv` });
  actor = await completeStore(at);
});

test("A28: the orders of a complete store are read again once a day, by whoever sweeps first, and nothing else is", async () => {
  expect(await sweep(), "not due yet").toBe(0);
  const hours = ((await nextOrdersAt()) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThan(36.1);
  const [before, imported] = [await onboarding(), await findLastImport(at.storeId)];
  shop.feeds["fr.csv"] = "nobody reads this";
  shop.shipments.unconfirmed = [wireShipment("other", [20]), wireShipment("new", [30])];
  shop.shipments.confirmed = [{ ...wireShipment("old", [10]), state: "confirmed" }];
  await makeDue();
  const started = await Promise.all([sweep(), sweep(), sweep()]);
  expect(started.reduce((sum, count) => sum + count)).toBe(1);
  expect((await onboarding()).runs[1]).toMatchObject({ number: 2, trigger: "schedule", endedAt: null });
  expect(await findOrderUpdate(at.storeId)).toMatchObject({ state: "running", isScheduled: true });
  await workOff(at);
  expect(await findOrderUpdate(at.storeId)).toMatchObject({
    ...{ state: "done", error: null, mayRefresh: true },
    changes: { created: 1, fetched: 3 },
  });
  const { parts } = await getProgress(at.storeId, (await findOrderUpdate(at.storeId))?.jobId ?? 0);
  expect(parts, "A7: what was left out says why").toMatchObject([
    { id: "orders", state: "done", skipReason: null },
    { id: "products", state: "skipped", skipReason: "Only orders were asked for." },
  ]);
  expect(await onboarding()).toMatchObject({ status: "complete", endedAt: before.endedAt });
  expect(await findLastImport(at.storeId), "the import stands as it was").toMatchObject({ jobId: imported?.jobId });
  expect(await findLastRefresh(at.storeId), "and the feeds").toMatchObject({ state: "done", error: null });
  expect(await nextOrdersAt()).toBeGreaterThan(Date.now() + dayMs / 2 - 60_000);
});

test("A22: while anything runs there is no second run, and a schedule that finds its store busy comes back in minutes", async () => {
  const refresh = await refreshProducts(actor);
  expect(await updateOrders(actor)).toEqual({ jobId: refresh.jobId, createdNew: false });
  await makeDue();
  expect(await sweep()).toBe(0);
  const minutes = ((await nextOrdersAt()) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(8);
  expect(minutes).toBeLessThan(11);
  await workOff(at);
  const told = await Promise.all([updateOrders(actor), updateOrders(actor)]);
  expect(new Set(told.map(({ jobId }) => jobId)).size).toBe(1);
  expect(told.filter(({ createdNew }) => createdNew)).toHaveLength(1);
});

test("A28: an update goes back to where the last good one began, a month at least, and never before the import", async () => {
  const first = await updateOrders(actor);
  expect(await sinceOf(first.jobId), "nothing was updated yet: all that was imported").toBe(await sinceOf(at.runId));
  await workOff(at);
  const second = await updateOrders(actor);
  const daysBack = (Date.now() - (await sinceOf(second.jobId))) / dayMs;
  expect(daysBack).toBeGreaterThan(29.9);
  expect(daysBack).toBeLessThan(30.1);
  await workOff(at);
  await system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_run SET started_at = started_at - interval '50 days' WHERE id <> ${at.runId}`,
  );
  const third = await updateOrders(actor);
  const later = (Date.now() - (await sinceOf(third.jobId))) / dayMs;
  expect(later).toBeGreaterThan(49.9);
  expect(later).toBeLessThan(50.1);
});

/** Stores whose orders are due, those first that were made first. */
async function makeAllDue(stores: readonly StoreRun[]): Promise<void> {
  for (const [place, { storeId: id }] of stores.entries())
    await system(tx =>
      tx.store.update({ where: { id }, data: { nextOrdersAt: new Date(Date.now() - 60_000 + place) } }),
    );
}
/** More complete stores. */
const copyStores = async (count: number) => {
  const stores = await Promise.all(Array.from({ length: count }, newStoreRun));
  for (const store of stores) await completeStore(store);
  return stores;
};

test("A28: readings that wait for their owners hold up no others, and nor does a store that cannot be started", async () => {
  const [broken, ...waiting] = await copyStores(9);
  await makeAllDue(waiting);
  expect(await sweep()).toBe(8);
  await makeDue();
  expect(await sweep(), "eight are enough").toBe(0);
  const ids = waiting.map(({ onboardingId }) => onboardingId);
  await system(tx =>
    tx.onboardingRun.updateMany({ where: { onboardingId: { in: ids }, endedAt: null }, data: { status: "waiting" } }),
  );
  if (!broken) return expect.fail("there is a first store");
  await makeAllDue([broken]);
  // Whatever is wrong with it.
  await system(tx => tx.onboarding.delete({ where: { id: broken.onboardingId } }));
  expect(await sweep(), "the next one starts").toBe(1);
  expect((await onboarding()).runs[1]).toMatchObject({ trigger: "schedule", endedAt: null });
  const later = await system(tx => tx.store.findUniqueOrThrow({ where: { id: broken.storeId } }));
  expect(later.nextOrdersAt?.getTime(), "and the other is tried later").toBeGreaterThan(Date.now() + 8 * 60_000);
});

test("A10: without a key that works nothing is tried, and one that is refused meanwhile is said", async () => {
  shop.beforeAnswer = () => 401;
  await updateOrders(actor);
  await workOff(at);
  expect(await findOrderUpdate(at.storeId)).toMatchObject({
    ...{ state: "failed", mayRefresh: false, nextAt: null },
    error: { message: expect.stringContaining("Letzshop no longer accepts your key") },
  });
  await expect(updateOrders(actor)).rejects.toMatchObject({ code: "illegal_transition" });
  // A reading of the feeds ends the wait for a key.
  await refreshProducts(actor);
  await workOff(at);
  const asked = shop.asked.length;
  await makeDue();
  expect(await sweep()).toBe(0);
  await workOff(at);
  expect(shop.asked.length).toBe(asked);
});

test("A19: a quote counts what the import would, by its calls, starts nothing, and is silent where nobody can tell", async () => {
  shop.pageSize = 1;
  const input = { daysBack: 90, includeProducts: true };
  const [before, asked] = [(await onboarding()).runs.length, shop.asked.length];
  const quote = await quoteImport(actor, input);
  expect(quote).toMatchObject({ orders: 2, productRows: 1, apiCalls: 2 * (shop.asked.length - asked) });
  expect(quote.estimatedMinutes, "the import that has ended took seconds").toBe(0);
  expect((await onboarding()).runs).toHaveLength(before);
  shop.pageSize = 100;
  shop.beforeAnswer = () => 401;
  expect(await quoteImport(actor, { ...input, includeProducts: false })).toEqual({
    ...{ orders: null, productRows: null, apiCalls: null, estimatedMinutes: null },
  });
});
