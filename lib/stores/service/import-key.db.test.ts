import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import {
  Crash,
  failureOf,
  keepKey,
  listIssues,
  newStoreRun,
  runPart,
  type StoreRun,
} from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";

const shop = await openTestShop();
let at: StoreRun;
beforeEach(async () => {
  shop.shipments = { unconfirmed: [], confirmed: [] };
  shop.keys = new Set(["key"]);
  shop.beforeAnswer = () => undefined;
  at = await newStoreRun();
});

const audits = (action: string) =>
  transaction("system", tx => tx.auditEntry.findMany({ where: { action, subjectId: String(at.storeId) } }));
const brokenAt = async () =>
  (await transaction("system", tx => tx.letzshopCredential.findUniqueOrThrow({ where: { storeId: at.storeId } })))
    .brokenAt;
const named = (count: number, prefix = "s") =>
  Array.from({ length: count }, (_, index) => wireShipment(`${prefix}${index}`, [1]));

test("another shop's key within one run starts the import over; the same shop's goes on", async () => {
  shop.pageSize = 2;
  shop.shipments.unconfirmed = [...named(5), wireShipment("bad", ["free"])];
  await expect(runPart(at, "orders", 3)).rejects.toThrow(Crash);
  shop.keys.add("other").add("again");
  await keepKey(at.storeId, "shop-1", "again");
  shop.asked = [];
  await expect(runPart(at, "orders", 2)).rejects.toThrow(Crash);
  expect(shop.asked, "it goes on after its last page and counts no more").toEqual(["unconfirmed", "unconfirmed"]);

  await keepKey(at.storeId, "shop-2", "other");
  shop.shipments.unconfirmed = [...named(3, "t"), wireShipment("worse", ["free"])];
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 4, written: 3, skipped: 1, issues: 1 });
  expect((await listIssues(at, "orders")).map(issue => issue.source)).toEqual(["worse"]);
});

test("a key refused in mid-import is marked once and told in the owner's words; a later read leaves the mark", async () => {
  shop.pageSize = 1;
  shop.shipments.unconfirmed = named(3);
  shop.beforeAnswer = ({ query, after }) => (query.includes("inventoryUnits") && after === "2" ? 401 : undefined);
  const failure = await failureOf(runPart(at, "orders"));
  expect(failure).toMatchObject({ kind: "auth", message: expect.stringMatching(/key/) });
  expect(failure.message).not.toMatch(/http_status|letzshop:|401/);
  expect(failure.stack, "what the log keeps").toMatch(/letzshop: http_status 401/);
  const marked = await brokenAt();
  expect(marked).toBeInstanceOf(Date);
  await expect(runPart(at, "orders")).rejects.toThrow();
  expect(await brokenAt()).toEqual(marked);
  expect(await audits("store.key_refused")).toHaveLength(1);
  shop.beforeAnswer = () => undefined;
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 3 });
  expect(await brokenAt()).toEqual(marked);
});

test("a key that was changed while the old one was refused is not marked", async () => {
  shop.beforeAnswer = async () => {
    await keepKey(at.storeId, "shop-1", "new");
    return 401;
  };
  expect(await failureOf(runPart(at, "orders"))).toMatchObject({ kind: "auth" });
  expect([await brokenAt(), await audits("store.key_refused")]).toEqual([null, []]);
});

test("each use of a stored key is in the audit trail, with its purpose and without the key", async () => {
  shop.shipments.unconfirmed = named(3);
  shop.pageSize = 1;
  await runPart(at, "orders");
  const [used, ...more] = await audits("store.key_used");
  expect(more, "once for all its pages").toEqual([]);
  expect(used).toMatchObject({ actorKind: "system", detail: { purpose: "import", jobId: at.runId } });
});
