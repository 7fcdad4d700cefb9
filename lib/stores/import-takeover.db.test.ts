import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { openImportOffice } from "@/lib/platform/testing/import-staff";
import {
  beginImport,
  ended,
  everything,
  expectSameResult,
  type Importing,
  look,
  type Seen,
  until,
} from "@/lib/platform/testing/importing-store";

// Pages slow enough that a worker has both of two imports in its hands for seconds.
const office = await openImportOffice(300);
const takeOverMs = 20_000;
const rows = 2000;
let undisturbed: Importing;
const faults = `${office.sandboxUrl}/_faults`;
afterEach(async () => void (await fetch(faults, { method: "DELETE" })));
/** When the feeds of the undisturbed store are read again: in half an hour, however fast a worker's clock goes. */
const notDue = new Date(Date.now() + 1_800_000);

beforeAll(async () => {
  await office.employ({ anna: 1 });
  undisturbed = await beginImport(office.sandboxUrl, rows);
  const seen = await until(undisturbed, ended);
  expect(seen).toMatchObject({ status: "completed", orders: { attempts: 1 }, products: { attempts: 1, done: 4000 } });
  expect(seen.orders.done).toBeGreaterThan(600);
  const { storeId } = undisturbed;
  await transaction("system", tx =>
    tx.storeProductImport.update({ where: { storeId }, data: { nextRefreshAt: notDue } }),
  );
}, 300_000);

type Pair = { inOrders: Importing; inProducts: Importing; before: Seen };

/** Begins two imports so that one is in its orders while the other is in its products, and takes their workers away at that moment. */
async function interrupt(takeAway: () => unknown): Promise<Pair> {
  const inProducts = await beginImport(office.sandboxUrl, rows);
  await until(inProducts, ({ orders }) => orders.total !== null && orders.done > orders.total / 2);
  const inOrders = await beginImport(office.sandboxUrl, rows);
  await until(inProducts, ({ products }) => products.state === "running" && products.done > 0);
  await takeAway();
  expect(await look(inProducts)).toMatchObject({ products: { state: "running", attempts: 1 } });
  const before = await look(inOrders);
  expect(before).toMatchObject({ orders: { state: "running", attempts: 1 }, products: { state: "pending" } });
  return { inOrders, inProducts, before };
}

/** Waits until somebody else holds what was interrupted, within 20 s of their being there. */
async function takenOver({ inOrders, inProducts, before }: Pair): Promise<void> {
  const readyAt = performance.now();
  const taken = await until(inOrders, seen => seen.orders.attempts === 2, takeOverMs);
  expect(taken.orders.done, "it goes on where the other one stopped").toBeGreaterThanOrEqual(before.orders.done);
  await until(inProducts, seen => seen.products.attempts === 2, takeOverMs);
  const seconds = (performance.now() - readyAt) / 1000;
  process.stdout.write(`bars 60, 61, 67: both taken over ${seconds.toFixed(1)} s after their successor was ready\n`);
  expect(seconds).toBeLessThan(takeOverMs / 1000);
}

async function endAsUndisturbed({ inOrders, inProducts }: Pair): Promise<void> {
  const once = { attempts: 1 };
  const twice = { attempts: 2 };
  expect(await until(inOrders, ended)).toMatchObject({ status: "completed", orders: twice, products: once });
  expect(await until(inProducts, ended)).toMatchObject({ status: "completed", orders: once, products: twice });
  for (const one of [inOrders, inProducts]) await expectSameResult(one, undisturbed);
}

test("bar 61: a frozen worker that wakes up reads and writes nothing more, neither where its successor is at work nor where it has finished", async () => {
  const pair = await interrupt(() => office.named("anna").freeze());
  await office.employ("ben");
  await takenOver(pair);
  // However busy the machine: orders are held up until the products are there and both have been looked at.
  const slow = { upstream: "letzshop", operation: "shipments", fault: "slow" };
  await fetch(faults, { method: "PUT", body: JSON.stringify(slow) });
  await until(pair.inProducts, ended);
  const finished = await everything(pair.inProducts);
  expect((await look(pair.inOrders)).orders.state, "the successor is at work").toBe("running");
  const calls = await office.countCalls("anna");
  office.named("anna").wake();
  const bothLeft = () => expect(office.named("anna").timesFenced, office.named("anna").lastWords).toBe(2);
  await vi.waitFor(bothLeft, { timeout: 60_000 });
  expect(await office.countCalls("anna"), "pages it has read since").toBeLessThanOrEqual(calls + 1);
  const { steps, runs, onboarding } = await everything(pair.inProducts);
  expect({ steps, runs, onboarding }).toEqual({
    steps: finished.steps,
    runs: finished.runs,
    onboarding: finished.onboarding,
  });
  await fetch(faults, { method: "DELETE" });
  await endAsUndisturbed(pair);
  expect(office.named("ben").timesFenced, "the successor was disturbed").toBe(0);
}, 300_000);

test("bars 60 and 67: workers killed in either part are replaced within 20 s, by one whose clock is an hour slow where theirs was an hour fast, and all ends as undisturbed", async () => {
  const pair = await interrupt(() => Promise.all(["anna", "ben"].map(name => office.named(name).kill())));
  await office.employ({ cleo: -1 });
  await takenOver(pair);
  await endAsUndisturbed(pair);
}, 300_000);

test("bar 67: nothing begins before its time by the clock of the database, however fast a worker's own goes", async () => {
  const { storeId } = undisturbed;
  const kept = await transaction("system", tx => tx.storeProductImport.findUniqueOrThrow({ where: { storeId } }));
  expect(kept.nextRefreshAt).toEqual(notDue);
});
