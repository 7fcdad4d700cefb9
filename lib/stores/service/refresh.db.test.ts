import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { nudgeDue } from "@/lib/platform/flow/start-run";
import { completeStore, keepFeeds, newStoreRun, type StoreRun, workOff } from "@/lib/platform/testing/store-run";
import { openTestShop } from "@/lib/platform/testing/test-shop";
import { findLastRefresh } from "../queries/products";
import { storeOnboarding } from "../steps";
import { refreshProducts, startDueRefreshes } from "./refresh";

const shop = await openTestShop();
let at: StoreRun;
let actor: { userId: number; storeId: number };
const feed = (count: number) =>
  ["id,title,price", ...Array.from({ length: count }, (_, id) => `${id},T,1.00`), ""].join("\n");
const work = () => workOff(at);
const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);
const sweep = () => startDueRefreshes();
const makeDue = (storeId: number) =>
  system(tx =>
    tx.storeProductImport.update({ where: { storeId }, data: { nextRefreshAt: new Date(Date.now() - 1000) } }),
  );
const onboarding = () =>
  system(tx =>
    tx.onboarding.findUniqueOrThrow({
      where: { id: at.onboardingId },
      include: { runs: { orderBy: { number: "asc" } } },
    }),
  );

/** A store whose wizard is done and whose first import has ended. */
async function openStore(): Promise<void> {
  at = await newStoreRun();
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv` });
  shop.feeds["fr.csv"] = feed(30);
  actor = await completeStore(at);
}
beforeEach(openStore);

test("a complete store is due once a day at a time of its own; the sweep starts it once, whoever sweeps", async () => {
  expect(await sweep(), "not due yet").toBe(0);
  const { nextRefreshAt } = await system(tx =>
    tx.storeProductImport.findUniqueOrThrow({ where: { storeId: at.storeId } }),
  );
  const hours = ((nextRefreshAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(11.9);
  expect(hours).toBeLessThan(36.1);
  await makeDue(at.storeId);
  const started = await Promise.all([sweep(), sweep(), sweep()]);
  expect(started.reduce((sum, count) => sum + count)).toBe(1);
  const [, run] = (await onboarding()).runs;
  expect(run).toMatchObject({ number: 2, trigger: "schedule", endedAt: null });
  expect(await system(tx => nudgeDue(tx, storeOnboarding)), "a lost job is sent again").toBeGreaterThan(0);
});

test("C8: a shop that imported orders only may have its feeds read all the same, and then has them read every day", async () => {
  await system(async tx => {
    await tx.storeImport.updateMany({ where: { storeId: at.storeId }, data: { includeProducts: false } });
    await tx.storeProductImport.update({ where: { storeId: at.storeId }, data: { nextRefreshAt: null } });
  });
  expect(await findLastRefresh(at.storeId)).toMatchObject({ state: "never", at: null, mayRefresh: true });
  await refreshProducts(actor);
  await work();
  const read = await findLastRefresh(at.storeId);
  expect(read).toMatchObject({ state: "done", nextAt: expect.any(String), changes: { fetched: 30 } });
});

test("times of day are spread over the day, and a store keeps its own", async () => {
  const rows = await system(
    tx => tx.$queryRaw<{ hour: number; count: number }[]>`
      SELECT extract(hour FROM next_refresh(id) AT TIME ZONE 'UTC')::int AS hour, count(*)::int AS count FROM generate_series(1, 2400) id GROUP BY 1`,
  );
  expect(rows).toHaveLength(24);
  expect(Math.max(...rows.map(row => row.count))).toBeLessThan(130);
});

test("bar 67: a store keeps its time of day over both changes of the clocks, in whatever zone the session is", async () => {
  const ids = [1, 77, 4711, 900_001];
  const days = ["2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"];
  const found = await system(async tx => {
    await tx.$executeRaw`SET LOCAL TimeZone = 'Europe/Luxembourg'`;
    const times = new Map<number, Set<string>>();
    for (const day of days) {
      await tx.$executeRaw`
        INSERT INTO app_clock (id, advance_seconds) VALUES (1, extract(epoch FROM ${`${day}T00:30:00Z`}::timestamptz - now())::int)
        ON CONFLICT (id) DO UPDATE SET advance_seconds = excluded.advance_seconds`;
      for (const id of ids) {
        const [row] = await tx.$queryRaw<{ time: string; hours: number }[]>`
          SELECT to_char(next_refresh(${id}::int) AT TIME ZONE 'UTC', 'HH24:MI:SS') AS time,
            extract(epoch FROM next_refresh(${id}::int) - app_now())::float / 3600 AS hours`;
        expect(row?.hours).toBeGreaterThanOrEqual(12);
        expect(row?.hours).toBeLessThan(36);
        times.set(id, (times.get(id) ?? new Set()).add(String(row?.time)));
      }
    }
    await tx.$executeRaw`DELETE FROM app_clock`;
    return [...times.values()].map(({ size }) => size);
  });
  expect(found, "one time of day each").toEqual(ids.map(() => 1));
});

test("a refresh reads the feeds alone, says what changed, and leaves gate, onboarding and wizard as they are", async () => {
  const before = await onboarding();
  const asked = shop.asked.length;
  shop.feeds["fr.csv"] = feed(31).replace("0,T,1.00", "0,T,2.00");
  const { jobId } = await refreshProducts(actor);
  expect(await findLastRefresh(at.storeId)).toMatchObject({ jobId, state: "running" });
  expect(await onboarding()).toMatchObject({ status: "complete", endedAt: before.endedAt });
  await work();
  expect(await onboarding()).toMatchObject({ status: "complete", endedAt: before.endedAt });
  expect(shop.asked.length, "Letzshop is not asked").toBe(asked);
  expect(await findLastRefresh(at.storeId)).toMatchObject({
    ...{ jobId, state: "done", isScheduled: false, error: null, mayRefresh: true },
    changes: { created: 1, updated: 1, unchanged: 29, gone: 0, missing: 0 },
  });
});

test("one refresh runs at a time, whoever asks", async () => {
  await makeDue(at.storeId);
  const told = await Promise.all([refreshProducts(actor), refreshProducts(actor), sweep(), refreshProducts(actor)]);
  expect((await onboarding()).runs).toHaveLength(2);
  const jobs = told.filter(one => typeof one === "object");
  expect(new Set(jobs.map(one => one.jobId)).size).toBe(1);
  expect(jobs.filter(one => one.createdNew).length).toBeLessThanOrEqual(1);
});

test("a feed that fails is told in the owner's words, and the products stay; the next day it is read again", async () => {
  shop.feeds["fr.csv"] = "<html>sorry</html>";
  await makeDue(at.storeId);
  await sweep();
  await work();
  expect(await findLastRefresh(at.storeId)).toMatchObject({
    ...{ state: "failed", isScheduled: true, changes: null },
    error: {
      message: expect.stringMatching(/^French feed: .*not a CSV/),
      supportCode: expect.stringMatching(/^job_\d+$/),
    },
  });
  expect(await system(tx => tx.product.count({ where: { storeId: at.storeId, goneAt: null } }))).toBe(30);
  shop.feeds["fr.csv"] = feed(30);
  await makeDue(at.storeId);
  expect(await sweep()).toBe(1);
  await work();
  expect(await findLastRefresh(at.storeId)).toMatchObject({ state: "done", changes: { unchanged: 30 } });
});

test("a store whose refresh cannot be started holds up no other, and is tried later", async () => {
  const broken = await newStoreRun();
  await keepFeeds(broken.storeId, { fr: `${shop.url}/fr.csv` });
  await makeDue(broken.storeId);
  await system(tx => tx.onboarding.delete({ where: { id: broken.onboardingId } }));
  await makeDue(at.storeId);
  expect(await sweep()).toBe(1);
  const { nextRefreshAt } = await system(tx =>
    tx.storeProductImport.findUniqueOrThrow({ where: { storeId: broken.storeId } }),
  );
  const minutes = ((nextRefreshAt?.getTime() ?? 0) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(8);
  expect(minutes).toBeLessThan(11);
});

test("before the onboarding is complete nothing is refreshed, by nobody", async () => {
  const early = await newStoreRun();
  await keepFeeds(early.storeId, { fr: `${shop.url}/fr.csv` });
  await expect(refreshProducts({ ...actor, storeId: early.storeId })).rejects.toMatchObject({
    code: "onboarding_required",
  });
  await makeDue(early.storeId);
  await sweep();
  expect(await system(tx => tx.onboardingRun.count({ where: { onboardingId: early.onboardingId } }))).toBe(1);
});
