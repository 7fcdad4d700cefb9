import { beforeEach, expect, test } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import { countStalledRuns } from "@/lib/platform/flow/stalled";
import { nudgeDue } from "@/lib/platform/flow/start-run";
import { findPart, keepFeeds, keepKey, newStoreRun, type StoreRun } from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { getProgress } from "../queries/progress";
import { storeOnboarding } from "../steps";
import { saveLetzshop } from "./answers";
import { deleteKey } from "./delete-key";
import { refreshProducts } from "./refresh";
import { retryOnboarding } from "./retry-import";
import { completeOnboarding, runImport, triggerImport } from "./sync";
import { testSavedKey } from "./test-key";

const shop = await openTestShop();
let at: StoreRun;
let actor: { userId: number; storeId: number };
const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);
const work = () => runImport(at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
const progress = (jobId = at.runId) => getProgress(at.storeId, jobId);
const refuseThirdPage = (status = 401) => {
  shop.beforeAnswer = ({ query, after }) => (query.includes("inventoryUnits") && after === "2" ? status : undefined);
};
/** Saves a key that was tested, as the wizard and the settings do. */
const save = (apiKey: string, shopId = "shop-1", otherShop = false) =>
  transaction({ store: at.storeId }, async tx => {
    await lockOnboarding(tx, "store", at.storeId);
    const context = { tx, subjectId: at.storeId, onboardingId: at.onboardingId };
    await saveLetzshop(context, { apiKey, shopSlug: shopId, otherShop }, { shopId, shopName: shopId });
  });
async function settleWizard(): Promise<void> {
  const { onboardingId } = at;
  for (const step of ["merchant_profile", "letzshop_api", "product_import"]) {
    const data = { state: "done" as const, endedAt: new Date() };
    await system(tx => tx.onboardingStep.updateMany({ where: { onboardingId, step }, data }));
  }
}
const countJobs = async () => {
  const [row] = await system(
    tx => tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'stores.import' AND state = 'created' AND singleton_key = ${String(at.onboardingId)}`,
  );
  return row?.count;
};

beforeEach(async () => {
  shop.pageSize = 1;
  shop.keys = new Set(["key"]);
  shop.shipments = { unconfirmed: [1, 2, 3, 4].map(id => wireShipment(`s${id}`, [1])), confirmed: [] };
  shop.feeds = { "fr.csv": "id,title,price\n1,T,1.00\n" };
  shop.beforeAnswer = () => undefined;
  shop.rewrite = answer => answer;
  at = await newStoreRun();
  const { id: userId } = await system(tx => tx.user.create({ data: {}, select: { id: true } }));
  actor = { userId, storeId: at.storeId };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv` });
  await system(tx => tx.$executeRaw`UPDATE store_product_import SET updated_at = now() - interval '1 hour'`);
  await settleWizard();
});

test.each([
  [401, "auth"],
  [403, "permission"],
])(
  "bar 94: a key refused with %i makes the import wait, the rest goes on, and nothing is tried meanwhile",
  async (status, code) => {
    refuseThirdPage(status);
    await work();
    expect(await progress()).toMatchObject({
      ...{ status: "waiting", waitingFor: "letzshop_key", endedAt: null },
      parts: [
        { state: "waiting", done: 2, error: { code }, nextAttemptAt: null },
        { state: "done", done: 1 },
      ],
    });
    shop.asked = [];
    const before = await countJobs();
    await system(tx => nudgeDue(tx, storeOnboarding));
    expect(await countJobs(), "no poll sends it").toBe(before);
    await work();
    expect(shop.asked).toEqual([]);
    expect((await progress()).status).toBe("waiting");
    const twice = await triggerImport(actor, { daysBack: 90, includeProducts: true });
    expect(twice).toEqual({ jobId: at.runId, createdNew: false });
    await expect(completeOnboarding(actor)).rejects.toMatchObject({ code: "sync_not_finished" });
    await system(tx => tx.$executeRaw`UPDATE onboarding_run SET created_at = now() - interval '1 day'`);
    await system(tx => tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() - interval '1 day'`);
    expect(await system(countStalledRuns), "who waits for somebody is not stalled").toBe(0);
  },
);

test("bar 94: saving a key that works resumes the import where it stopped, in the transaction of the save", async () => {
  refuseThirdPage();
  await work();
  shop.beforeAnswer = () => undefined;
  shop.keys = new Set(["next"]);
  shop.asked = [];
  await save("next");
  const writers = await system(
    tx => tx.$queryRaw`
      SELECT xmin::text FROM letzshop_credential WHERE store_id = ${at.storeId}
      UNION SELECT xmin::text FROM onboarding_step WHERE onboarding_id = ${at.onboardingId} AND step = 'orders'
      UNION SELECT xmin::text FROM onboarding_run WHERE id = ${at.runId}
      UNION SELECT xmin::text FROM pgboss.job WHERE singleton_key = ${String(at.onboardingId)} AND state = 'created'`,
  );
  expect(writers).toHaveLength(1);
  expect(await progress()).toMatchObject({ waitingFor: null, parts: [{ state: "pending", attempts: 0 }, {}] });
  await work();
  expect(shop.asked).toEqual(["unconfirmed", "unconfirmed", "confirmed"]);
  expect(await progress()).toMatchObject({ status: "completed", ordersImported: 4 });
});

test("bar 94: a key of another shop begins the orders anew; a key that is deleted meanwhile waits for the next", async () => {
  refuseThirdPage();
  await work();
  await deleteKey(actor);
  await work();
  expect((await progress()).status).toBe("waiting");
  shop.beforeAnswer = () => undefined;
  shop.shipments.unconfirmed = [wireShipment("t1", [1])];
  await expect(save("key", "shop-2"), "it is asked first").rejects.toMatchObject({ code: "other_shop" });
  await save("key", "shop-2", true);
  await work();
  expect(await findPart(at, "orders")).toMatchObject({ state: "done", result: { fetched: 1, created: 1 } });
});

test("B15: a key of another shop that is saved amid the first import is asked about, and from then on nothing is read of the shop before", async () => {
  shop.keys.add("theirs");
  const refusals: unknown[] = [];
  shop.beforeAnswer = async () => {
    shop.beforeAnswer = () => undefined;
    refusals.push(await save("theirs", "shop-2").catch((thrown: unknown) => thrown));
    await save("theirs", "shop-2", true);
    return undefined;
  };
  await work();
  expect(refusals, "before there is a row").toMatchObject([{ code: "other_shop" }]);
  expect(await findPart(at, "orders")).toMatchObject({ state: "retrying", errorCode: "other_shop", done: 0 });
  expect(await system(tx => tx.order.count({ where: { storeId: at.storeId } })), "none of the first shop's").toBe(0);
  shop.shipments.unconfirmed = [wireShipment("t1", [1])];
  await system(tx => tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE state = 'retrying'`);
  await work();
  expect(await findPart(at, "orders")).toMatchObject({ state: "done", cursor: { shop: "shop-2" }, done: 1 });

  await deleteKey(actor);
  await system(tx => tx.letzshopCredential.delete({ where: { storeId: at.storeId } }));
  await completeOnboarding(actor);
  await refreshProducts(actor);
  await work();
  await expect(save("key"), "also when that key is long purged, and the feeds were read since").rejects.toMatchObject({
    ...{ code: "other_shop", data: { ordersShop: null } },
  });
  await save("theirs", "shop-2");
});

test("bar 94: a key that is saved while the old one is being refused is not waited for", async () => {
  refuseThirdPage();
  const refuse = shop.beforeAnswer;
  shop.beforeAnswer = async call => {
    const status = await refuse(call);
    if (status) await save("next");
    return status;
  };
  shop.keys.add("next");
  await work();
  expect(await findPart(at, "orders")).toMatchObject({ state: "retrying", waitingFor: null });
  shop.beforeAnswer = () => undefined;
  await work();
  expect(await progress()).toMatchObject({ status: "completed", ordersImported: 4 });
});

test("bar 94: a test of the stored key that passes resumes too", async () => {
  await work();
  await completeOnboarding(actor);
  await keepKey(at.storeId, "shop-1", "key");
  refuseThirdPage();
  const { jobId } = await retryOnboarding({ actor, onboardingId: at.onboardingId, input: { all: true } });
  await work();
  expect((await progress(jobId)).status).toBe("waiting");
  shop.beforeAnswer = ({ state }) => (state === "vendor" ? 401 : undefined);
  await testSavedKey(actor);
  expect((await progress(jobId)).status, "a test that fails resumes nothing").toBe("waiting");
  const vendor = { id: "shop-1", name: { en: "Shop" }, slug: "shop-1" };
  shop.beforeAnswer = () => undefined;
  shop.rewrite = (answer, { query }) => (query.includes("vendor(") ? { data: { vendor } } : answer);
  expect(await testSavedKey(actor)).toMatchObject({ ok: true });
  await work();
  expect(await progress(jobId)).toMatchObject({ status: "completed", ordersImported: 4 });
});

test("bar 94: feeds are refreshed while an import waits, and the key that comes afterwards brings what was missing", async () => {
  await work();
  await completeOnboarding(actor);
  refuseThirdPage();
  const waiting = await retryOnboarding({ actor, onboardingId: at.onboardingId, input: { all: true } });
  await work();
  expect((await progress(waiting.jobId)).status).toBe("waiting");
  const refresh = await refreshProducts(actor);
  expect(refresh).toMatchObject({ createdNew: true });
  expect(await progress(waiting.jobId)).toMatchObject({ status: "partial", parts: [{ state: "failed" }, {}] });
  await work();
  shop.beforeAnswer = () => undefined;
  shop.keys.add("next");
  await save("next");
  const runs = await system(tx =>
    tx.onboardingRun.findMany({ where: { onboardingId: at.onboardingId }, orderBy: { id: "asc" } }),
  );
  expect(runs.map(run => run.trigger)).toEqual(["test", "admin", "owner", "key"]);
  await work();
  expect(await progress(runs.at(-1)?.id)).toMatchObject({ status: "completed", ordersImported: 4 });
});

test("A17: a run without a sign of life for five minutes is stalled, one that is tried again later is not", async () => {
  const set = (sql: Prisma.Sql) => system(tx => tx.$executeRaw(sql));
  await set(
    Prisma.sql`UPDATE onboarding_run SET ended_at = now(), status = 'complete' WHERE id <> ${at.runId} AND ended_at IS NULL`,
  );
  const silent = (seconds: number) =>
    set(Prisma.sql`UPDATE onboarding_step SET heartbeat_at = now() - make_interval(secs => ${seconds})`);
  await set(Prisma.sql`UPDATE onboarding_run SET created_at = now() - interval '1 day' WHERE id = ${at.runId}`);
  await silent(290);
  expect(await system(countStalledRuns)).toBe(0);
  await silent(310);
  expect(await system(countStalledRuns)).toBe(1);
  await set(Prisma.sql`
    UPDATE onboarding_step SET state = 'retrying', next_attempt_at = now() + interval '1 hour'
    WHERE onboarding_id = ${at.onboardingId} AND step = 'orders'`);
  expect(await system(countStalledRuns)).toBe(0);
});
