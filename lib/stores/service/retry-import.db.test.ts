import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { claimStep, commitPage, endStep } from "@/lib/platform/flow/claim";
import { cancelRun } from "@/lib/platform/flow/end-run";
import {
  Crash,
  findPart,
  keepFeeds,
  keepKey,
  listIssues,
  newStoreRun,
  rowsOf,
  runPart,
  type StoreRun,
} from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { getProgress } from "../queries/progress";
import { cancelImport } from "./cancel-import";
import { refreshProducts } from "./refresh";
import { retryImport, retryOnboarding } from "./retry-import";
import { completeOnboarding, runImport, triggerImport } from "./sync";
import { updateOrders } from "./update-orders";

const shop = await openTestShop();
let at: StoreRun;
let actor: { userId: number; storeId: number };
const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);
const feed = (count: number) =>
  ["id,title,price", ...Array.from({ length: count }, (_, id) => `${id},T,1.00`), ""].join("\n");
const work = () => runImport(at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
const again = (daysBack = 90) => triggerImport(actor, { daysBack, includeProducts: true });
const admin = (input: Parameters<typeof retryOnboarding>[0]["input"]) =>
  retryOnboarding({ actor, onboardingId: at.onboardingId, input });
const refuseThirdPage = () => {
  shop.beforeAnswer = ({ query, after }) => (query.includes("inventoryUnits") && after === "2" ? 400 : undefined);
};

beforeEach(async () => {
  shop.pageSize = 1;
  shop.keys = new Set(["key"]);
  shop.shipments = { unconfirmed: [1, 2, 3, 4].map(id => wireShipment(`s${id}`, [1])), confirmed: [] };
  shop.feeds = { "fr.csv": feed(30) };
  shop.beforeAnswer = () => undefined;
  at = await newStoreRun();
  const { id: userId } = await system(tx => tx.user.create({ data: {}, select: { id: true } }));
  actor = { userId, storeId: at.storeId };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv` });
  // As answered before the first import.
  await system(tx => tx.$executeRaw`UPDATE store_product_import SET updated_at = now() - interval '1 hour'`);
  for (const step of ["merchant_profile", "letzshop_api", "product_import"])
    await system(tx =>
      tx.onboardingStep.updateMany({
        where: { onboardingId: at.onboardingId, step },
        data: { state: "done", endedAt: new Date() },
      }),
    );
});

test("A4: a retry runs only what failed, on from the page where it broke off; what is done stays as it is", async () => {
  refuseThirdPage();
  await work();
  expect(await getProgress(at.storeId, at.runId)).toMatchObject({
    status: "partial",
    parts: [
      { state: "failed", done: 2 },
      { state: "done", done: 30 },
    ],
  });
  const products = await rowsOf(at, "products");
  shop.beforeAnswer = () => undefined;
  shop.feeds = {};
  shop.asked = [];
  const { jobId, createdNew } = await again();
  expect(createdNew).toBe(true);
  expect(await getProgress(at.storeId, jobId), "it begins where it stopped").toMatchObject({
    status: "pending",
    parts: [
      { state: "pending", done: 2, total: 4, error: null, attempts: 0 },
      { state: "done", done: 30 },
    ],
  });
  await work();
  expect(shop.asked, "two pages that were missing, one of another state, no count").toEqual([
    "unconfirmed",
    "unconfirmed",
    "confirmed",
  ]);
  expect(await getProgress(at.storeId, jobId)).toMatchObject({ status: "completed" });
  expect(await findPart(at, "orders")).toMatchObject({ state: "done", result: { fetched: 4, created: 4 } });
  expect(await rowsOf(at, "products"), "no row was written again").toEqual(products);
  expect(await rowsOf(at, "orders")).toHaveLength(4);
});

test("A5: from a chosen part on, or all of it; nothing of a complete import unasked", async () => {
  await work();
  await expect(admin({})).rejects.toMatchObject({ code: "illegal_transition" });
  shop.asked = [];
  shop.feeds = { "fr.csv": feed(31) };
  const from = await admin({ from: "products", reason: "a feed that was wrong" });
  await work();
  expect(shop.asked).toEqual([]);
  expect(await getProgress(at.storeId, from.jobId)).toMatchObject({ status: "completed", productsImported: 31 });
  expect(await findPart(at, "products")).toMatchObject({ result: { created: 1, unchanged: 30 } });
  const all = await admin({ all: true });
  await work();
  expect(shop.asked.length, "two counts and five pages at least").toBeGreaterThan(6);
  expect(await findPart(at, "orders")).toMatchObject({ state: "done", result: { fetched: 4, unchanged: 4 } });
  const entries = await system(tx =>
    tx.auditEntry.findMany({ where: { action: "store.import_started", subjectId: String(at.storeId) } }),
  );
  expect(entries.map(({ detail }) => detail)).toEqual([
    expect.objectContaining({
      ...{ jobId: from.jobId, trigger: "admin", redo: { from: "products" }, reason: "a feed that was wrong" },
    }),
    expect.objectContaining({ jobId: all.jobId, redo: "all" }),
  ]);
});

test("another period, another shop or other feeds are read from their start", async () => {
  refuseThirdPage();
  await work();
  shop.beforeAnswer = () => undefined;
  await keepFeeds(at.storeId, { fr: `${shop.url}/new.csv` });
  shop.feeds = { "new.csv": feed(5) };
  shop.asked = [];
  await again();
  await work();
  expect(shop.asked, "orders go on").toHaveLength(3);
  expect(await findPart(at, "products")).toMatchObject({ state: "done", result: { fetched: 5 } });

  refuseThirdPage();
  await admin({ all: true });
  await work();
  shop.beforeAnswer = () => undefined;
  shop.keys.add("other");
  await keepKey(at.storeId, "shop-2", "other");
  await again();
  expect(await findPart(at, "orders")).toMatchObject({ done: 0, cursor: null });
  await work();

  await again(30);
  expect(await findPart(at, "products")).toMatchObject({ state: "pending", done: 0, cursor: null, result: null });
});

test("A4: a daily refresh in between takes nothing from a retry, on neither side", async () => {
  refuseThirdPage();
  await work();
  await completeOnboarding(actor);
  await refreshProducts(actor);
  await work();
  shop.beforeAnswer = () => undefined;
  shop.feeds = {};
  const { jobId } = await retryImport(actor);
  await work();
  expect(await getProgress(at.storeId, jobId)).toMatchObject({ status: "completed", ordersImported: 4 });
  await expect(retryImport(actor), "nothing is missing any more").rejects.toMatchObject({ code: "illegal_transition" });

  await admin({ from: "products" });
  await work();
  shop.feeds = { "fr.csv": feed(30) };
  await refreshProducts(actor);
  await work();
  shop.asked = [];
  const { jobId: last } = await retryImport(actor);
  await work();
  expect(shop.asked, "the orders of the import before the refresh count").toEqual([]);
  expect(await getProgress(at.storeId, last)).toMatchObject({ status: "completed", ordersImported: 4 });
});

test("A4: a daily reading of the orders in between takes neither problems nor counts from a retry", async () => {
  shop.feeds = { "fr.csv": `${feed(30)}bad,,x\n` };
  await work();
  await completeOnboarding(actor);
  shop.feeds = {};
  await admin({ from: "products" });
  await work();
  shop.shipments.unconfirmed = [wireShipment("s1", [1])];
  await updateOrders(actor);
  await work();
  shop.feeds = { "fr.csv": `${feed(30)}bad,,x\n` };
  const { jobId } = await retryImport(actor);
  await work();
  expect(await getProgress(at.storeId, jobId), "all of the import's").toMatchObject({
    status: "completed",
    ordersImported: 4,
  });

  shop.shipments.unconfirmed = [1, 2, 3, 4].map(id => wireShipment(`s${id}`, [1]));
  refuseThirdPage();
  await admin({ all: true });
  await work();
  const last = await system(tx => tx.onboardingRun.findFirstOrThrow({ orderBy: { id: "desc" } }));
  const problems = await listIssues({ ...at, runId: last.id }, "products");
  expect(problems).not.toEqual([]);
  shop.beforeAnswer = () => undefined;
  await updateOrders(actor);
  await work();
  const again = await retryImport(actor);
  expect(await listIssues({ ...at, runId: again.jobId }, "products")).toEqual(problems);
});

test("A20: an import that is stopped amid a feed goes on later, and no product is taken for missing", async () => {
  shop.feeds = { "fr.csv": feed(3500) };
  await expect(runPart(at, "products", 4)).rejects.toThrow(Crash);
  expect(await cancelImport(actor)).toEqual({ jobId: at.runId });
  await expect(cancelImport(actor)).rejects.toMatchObject({ code: "illegal_transition" });
  await expect(completeOnboarding(actor), "a stopped one ends no onboarding").rejects.toMatchObject({
    code: "sync_not_finished",
  });
  const stopped = await getProgress(at.storeId, at.runId);
  expect(stopped).toMatchObject({
    status: "cancelled",
    parts: [{ state: "cancelled" }, { state: "cancelled", done: 2000 }],
  });
  expect(stopped.percent).toBeLessThan(100);
  const { jobId } = await again();
  await work();
  expect(await getProgress(at.storeId, jobId)).toMatchObject({ status: "completed", productsImported: 3500 });
  expect(await findPart(at, "products")).toMatchObject({
    result: { fetched: 3500, created: 3500, gone: 0, missing: 0 },
  });
  expect(await system(tx => tx.product.count({ where: { storeId: at.storeId, goneAt: null } }))).toBe(3500);
  expect(await getProgress(at.storeId, at.runId), "the stopped one stays as it was").toEqual({
    ...stopped,
    serverTime: expect.any(String),
  });
});

test("A4, A18: what the feeds named before a retry stays noted where it is and counts, and the retry tells how far it begins", async () => {
  shop.feeds = { "fr.csv": feed(3500), "en.csv": feed(10) };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  await system(tx => tx.$executeRaw`UPDATE store_product_import SET updated_at = now() - interval '1 hour'`);
  await expect(runPart(at, "products", 4)).rejects.toThrow(Crash);
  await cancelImport(actor);
  const notes = () =>
    system(tx => tx.$queryRaw<{ note: string }[]>`SELECT n::text || n.xmin AS note FROM product_seen n ORDER BY 1`);
  const before = await notes();
  expect(before).toHaveLength(2000);
  // As a version wrote it that knew of one run only.
  await system(tx => tx.$executeRaw`UPDATE onboarding_step SET cursor = cursor - 'notesId' WHERE step = 'products'`);
  for (let times = 0; times < 2; times++) {
    const { jobId } = await again();
    expect(await notes(), "none was written").toEqual(before);
    expect(await getProgress(at.storeId, jobId)).toMatchObject({ percent: 28, carriedPercent: 28 });
    if (times === 0) await cancelImport(actor);
  }
  await work();
  expect(await findPart(at, "products")).toMatchObject({
    state: "done",
    result: { fetched: 3510, gone: 0, missing: 0 },
  });
  expect(await notes()).toEqual([]);
});

test("bar 72: whoever wakes up after the import was stopped or has ended writes neither page nor ending, and takes nothing up", async () => {
  const scope = { store: at.storeId };
  const claim = await claimStep(scope, { ...at, step: "orders", holdsJob: true });
  if (!claim) throw new Error("nothing to claim");
  await commitPage(scope, claim, { done: 1, total: 4 });
  await cancelImport(actor);
  const everything = () =>
    system(async tx => [
      await tx.onboardingRun.findMany({ where: { onboardingId: at.onboardingId } }),
      await tx.onboardingStep.findMany({ where: { onboardingId: at.onboardingId } }),
    ]);
  const before = await everything();
  for (const [what, late] of [
    ["page", () => commitPage(scope, claim, { done: 3, total: 4 })],
    ["ending", () => endStep(scope, claim, { state: "done", result: {} })],
    [
      "failure",
      () => endStep(scope, claim, { state: "failed", failure: { code: "x", message: "x", retryable: false } }),
    ],
  ] as const)
    await expect(late(), what).rejects.toThrow("taken this step over");
  expect(await claimStep(scope, { ...at, step: "products", holdsJob: true })).toBeNull();
  await work();
  expect(await everything()).toEqual(before);

  await again();
  await work();
  const ended = await everything();
  await expect(commitPage(scope, claim, { done: 3, total: 4 })).rejects.toThrow("taken this step over");
  await work();
  expect(await everything()).toEqual(ended);
});

test("bar 72: a part is not taken up in the very moment in which its import is stopped", async () => {
  const claiming = { ...at, step: "orders", holdsJob: true };
  const { claim } = await transaction({ store: at.storeId }, async tx => {
    await cancelRun(tx, at.onboardingId);
    const claim = claimStep({ store: at.storeId }, claiming);
    await new Promise(resolve => setTimeout(resolve, 300));
    return { claim };
  });
  expect(await claim).toBeNull();
  expect(await findPart(at, "orders")).toMatchObject({ state: "pending" });
});
