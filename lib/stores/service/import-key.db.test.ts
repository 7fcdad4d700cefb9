import { beforeEach, expect, test } from "vitest";
import { decrypt } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import { contentContext } from "@/lib/platform/notifications/outbox";
import {
  beginRun,
  Crash,
  completeStore,
  findPart,
  keepKey,
  listIssues,
  newStoreRun,
  runPart,
  type StoreRun,
} from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { readReadiness } from "../queries/readiness";
import { deleteKey } from "./delete-key";
import { closeKey } from "./letzshop-key";
import { runImport } from "./sync";
import { testSavedKey } from "./test-key";

const shop = await openTestShop();
let at: StoreRun & { email: string };
beforeEach(async () => {
  shop.shipments = { unconfirmed: [], confirmed: [] };
  shop.keys = new Set(["key"]);
  shop.beforeAnswer = () => undefined;
  const run = await newStoreRun();
  const email = `owner${run.storeId}@example.com`;
  await transaction("system", tx => tx.store.update({ where: { id: run.storeId }, data: { email } }));
  at = { ...run, email };
});

const audits = (action: string) =>
  transaction("system", tx => tx.auditEntry.findMany({ where: { action, subjectId: String(at.storeId) } }));
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

const refuseThirdPage = (status: number) => {
  shop.pageSize = 1;
  shop.shipments.unconfirmed = named(4);
  shop.beforeAnswer = ({ query, after }) => (query.includes("inventoryUnits") && after === "2" ? status : undefined);
};
/** The transactions that wrote the wait, the mark, the mail and the audit row: one, if they were written together. */
const writersOf = async () => {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<{ writer: string }[]>`
      SELECT xmin::text AS writer FROM onboarding_step WHERE onboarding_id = ${at.onboardingId} AND step = 'orders'
      UNION SELECT xmin::text FROM letzshop_credential WHERE store_id = ${at.storeId}
      UNION SELECT xmin::text FROM outbox_message WHERE recipient = ${at.email}
      UNION SELECT xmin::text FROM audit_entry WHERE action = 'store.key_refused' AND subject_id = ${String(at.storeId)}`,
  );
  return rows;
};

/** Runs the import of the store to its end, whatever becomes of it, and begins the next. */
async function runWhole() {
  await runImport(at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
  const [orders, writers] = [await findPart(at, "orders"), await writersOf()];
  at = { ...at, ...(await beginRun(at)) };
  return { orders, writers };
}
const keyOf = () =>
  transaction("system", tx => tx.letzshopCredential.findUniqueOrThrow({ where: { storeId: at.storeId } }));
/** What the owner was written, the oldest first. */
const mails = () =>
  transaction("system", async tx => {
    const rows = await tx.outboxMessage.findMany({ where: { recipient: at.email }, orderBy: { createdAt: "asc" } });
    return rows.map(({ id, payload }) => JSON.parse(decrypt(payload ?? "", contentContext(id))));
  });

test.each([
  [401, "auth", "no longer accepts"],
  [403, "permission", "may not read orders"],
])(
  "B11: a key refused in mid-import (%i) is marked, told in the owner's words and written of once, with the wait that it begins",
  async (status, fault, words) => {
    refuseThirdPage(status);
    const { orders, writers } = await runWhole();
    expect(orders).toMatchObject({ state: "waiting", errorCode: fault, errorMessage: expect.stringContaining(words) });
    expect(orders.errorMessage).not.toMatch(/http_status|letzshop:|40[13]/);
    const marked = await keyOf();
    expect(marked).toMatchObject({ brokenClass: fault, brokenAt: expect.any(Date), toldAt: expect.any(Date) });
    expect(writers, "all in one transaction").toHaveLength(1);
    const found = await transaction("system", tx => readReadiness(tx, [at.storeId]));
    const way = found.get(at.storeId)?.find(({ code }) => code === "letzshop_key")?.fixUrl;
    expect(way, "the field that mends it").toMatch(/\/onboarding\/letzshop-api\?from=check#field-apiKey$/);

    await runWhole();
    expect(await keyOf(), "once until it works again").toEqual(marked);
    expect(await audits("store.key_refused")).toHaveLength(1);
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ link: expect.stringMatching(/\/store\/RUN\d+\/onboarding\/letzshop-api/) });
    for (const text of [mail.text, mail.html]) {
      expect(text).toContain(words);
      expect(text).toContain("_key");
      expect(text).toContain("shop-1");
    }
  },
);

test("B11: a key that breaks again in another way is marked and told anew, since what has to be done is another thing", async () => {
  refuseThirdPage(401);
  await runWhole();
  const { brokenAt } = await keyOf();
  refuseThirdPage(403);
  await runWhole();
  await runWhole();
  expect(await keyOf()).toMatchObject({ brokenClass: "permission", brokenAt });
  expect((await audits("store.key_refused")).map(({ detail }) => detail)).toMatchObject([
    { class: "auth" },
    { class: "permission" },
  ]);
  expect((await mails()).map(({ text }) => /may not read orders/.test(text))).toEqual([false, true]);
});

test("B11: a key that does not open any more is waited for at once, its owner is asked for it and the admins are alerted", async () => {
  shop.shipments.unconfirmed = named(2);
  const foreign = closeKey(at.storeId + 1, "key");
  await transaction("system", tx =>
    tx.letzshopCredential.update({ where: { storeId: at.storeId }, data: { apiKey: foreign } }),
  );
  const asked = shop.asked.length;
  const { orders } = await runWhole();
  expect(orders).toMatchObject({
    ...{ state: "waiting", waitingFor: "letzshop_key", attempts: 1, errorCode: "key_unreadable" },
    errorMessage: "We can no longer open your stored Letzshop key. Enter it again, and the import goes on by itself.",
  });
  expect(shop.asked, "nobody was asked").toHaveLength(asked);
  expect(await keyOf()).toMatchObject({ brokenClass: "unreadable", toldAt: expect.any(Date) });
  expect((await mails()).map(({ text }) => /can no longer be read/.test(text))).toEqual([true]);
  const [alert] = await transaction("system", tx => tx.alert.findMany({ where: { rule: "unreadable_secret" } }));
  expect(alert).toMatchObject({ subject: "letzshop_credential", detail: { row: at.storeId }, closedAt: null });
  await keepKey(at.storeId, "shop-1");
  expect((await runWhole()).orders).toMatchObject({ state: "done" });
});

test("B11: a key whose master key is not known here yet is no fault of it: tried again for an hour without using up a try, neither marked nor written of", async () => {
  const actor = await completeStore(at);
  at = { ...at, ...(await beginRun(at)) };
  const { apiKey } = await keyOf();
  const keep = (kept: string | null | undefined) =>
    transaction("system", tx =>
      tx.letzshopCredential.update({ where: { storeId: at.storeId }, data: { apiKey: kept ?? null } }),
    );
  await keep(apiKey?.replace(/^g1\.\w+\./, "g1.newer."));
  await expect(testSavedKey(actor)).rejects.toMatchObject({ code: "unavailable", status: 503 });
  for (let times = 0; times < 6; times++) {
    await transaction(
      "system",
      tx => tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE state = 'retrying'`,
    );
    await runImport(at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
  }
  const orders = await findPart(at, "orders");
  await keep(apiKey);
  expect(orders).toMatchObject({ state: "retrying", waitingFor: null, errorCode: "unavailable", attempts: 0 });
  expect(orders.errorMessage).toBe("Something has to be put right on our side first. The import goes on by itself.");
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE state = 'retrying'`,
  );
  expect([(await keyOf()).brokenAt, await audits("store.key_unreadable"), await mails()]).toEqual([null, [], []]);
  expect((await runWhole()).orders).toMatchObject({ state: "done" });
});

test("C20: an import whose master key stays away for an hour fails, so that its owner can go on and admins hear of it", async () => {
  await completeStore(at);
  at = { ...at, ...(await beginRun(at)) };
  const kept = (await keyOf()).apiKey;
  await transaction("system", async tx => {
    const apiKey = kept?.replace(/^g1\.\w+\./, "g1.newer.") ?? null;
    await tx.letzshopCredential.update({ where: { storeId: at.storeId }, data: { apiKey } });
    await tx.$executeRaw`UPDATE onboarding_step SET started_at = app_now() - interval '61 minutes' WHERE onboarding_id = ${at.onboardingId} AND step = 'orders'`;
  });
  await runImport(at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
  expect(await findPart(at, "orders")).toMatchObject({ state: "failed", errorCode: "unavailable", attempts: 1 });
});

test("B12: a key that reads to the end again is healed and written of once; refused anew, it is written of anew", async () => {
  refuseThirdPage(401);
  await runWhole();
  shop.beforeAnswer = () => undefined;
  expect((await runWhole()).orders).toMatchObject({ state: "done" });
  expect(await keyOf()).toMatchObject({ brokenAt: null, brokenClass: null, toldAt: null });
  await runWhole();
  expect(await audits("store.key_recovered")).toHaveLength(1);
  refuseThirdPage(401);
  await runWhole();
  expect((await mails()).map(({ subject }) => subject)).toEqual([
    "Store: your Letzshop key needs you",
    "Store: your Letzshop key works again",
    "Store: your Letzshop key needs you",
  ]);
});

test("B13: a key deleted in mid-import is read from no more, and the import says so", async () => {
  shop.pageSize = 1;
  shop.shipments.unconfirmed = named(6);
  const after = { deletion: 0 };
  shop.beforeAnswer = async ({ query, after: cursor }) => {
    if (after.deletion > 0) after.deletion += 1;
    if (!query.includes("inventoryUnits") || cursor !== "2") return 0;
    after.deletion = 1;
    await deleteKey({ userId: 1, storeId: at.storeId });
    return 0;
  };
  const { orders } = await runWhole();
  const text = "There is no Letzshop key. Enter one, and the import goes on by itself.";
  expect(orders).toMatchObject({ state: "waiting", errorCode: "auth", errorMessage: text, done: 2 });
  expect(after.deletion, "no call after the one that was under way").toBe(1);
  expect(await keyOf()).toMatchObject({ apiKey: null, lastFour: "_key", shopName: "shop-1", deletedById: 1 });
  const asked = shop.asked.length;
  expect((await runWhole()).orders).toMatchObject({ state: "waiting", errorMessage: text });
  expect(shop.asked).toHaveLength(asked);
  expect([await mails(), await audits("store.key_deleted")]).toEqual([[], [expect.anything()]]);
});

test("a key that was changed while the old one was refused is not marked, and is tried at once", async () => {
  shop.beforeAnswer = async () => {
    await keepKey(at.storeId, "shop-1", "new");
    return 401;
  };
  expect((await runWhole()).orders).toMatchObject({ state: "retrying", errorCode: "auth", waitingFor: null });
  expect([(await keyOf()).brokenAt, await audits("store.key_refused"), await mails()]).toEqual([null, [], []]);
});

test("each use of a stored key is in the audit trail, with its purpose and without the key", async () => {
  shop.shipments.unconfirmed = named(3);
  shop.pageSize = 1;
  await runPart(at, "orders");
  const [used, ...more] = await audits("store.key_used");
  expect(more, "once for all its pages").toEqual([]);
  expect(used).toMatchObject({ actorKind: "system", detail: { purpose: "import", jobId: at.runId } });
});
