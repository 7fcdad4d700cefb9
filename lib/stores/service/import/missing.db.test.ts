import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import {
  beginRun,
  Crash,
  keepFeeds,
  newStoreRun,
  rowsOf,
  runPart,
  type StoreRun,
} from "@/lib/platform/testing/store-run";
import { openTestShop } from "@/lib/platform/testing/test-shop";
import { findMissingQuestion } from "../../queries/products";
import { answerMissing } from "../missing-products";

const shop = await openTestShop();
let at: StoreRun;
let userId: number;
beforeEach(async () => {
  at = await newStoreRun();
  const made = await transaction("system", tx => tx.user.create({ data: {}, select: { id: true } }));
  userId = made.id;
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv` });
});

const row = (id: number, price = "1.00") => `P${String(id).padStart(5, "0")},T,${price},1`;
const feed = (...rows: string[]) => ["id,title,price,quantity", ...rows, ""].join("\n");
const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => row(from + index));
const present = async () => {
  const where = { goneAt: null };
  return transaction({ store: at.storeId }, tx => tx.product.count({ where }));
};
const question = () => findMissingQuestion(at.storeId);

/** Reads the feeds once more, as the next run, and ends it. */
async function readAgain(fr: string) {
  shop.feeds["fr.csv"] = fr;
  at = await beginRun(at);
  const result = await runPart(at, "products");
  await transaction("system", tx =>
    tx.onboardingRun.update({ where: { id: at.runId }, data: { status: "complete", endedAt: new Date() } }),
  );
  return result;
}

const answer = (remove: boolean, change: { jobId?: number; count?: number } = {}) =>
  question().then(asked => {
    const { jobId = 1, count = 1 } = asked ?? {};
    return answerMissing({ userId, storeId: at.storeId }, { jobId, count, remove, ...change });
  });

test("bar 85: a few products that are in no feed any more go, are hidden, and come back with their feed", async () => {
  await readAgain(feed(...many(200)));
  expect(await readAgain(feed(...many(180)))).toMatchObject({ gone: 20, missing: 0, created: 0, updated: 0 });
  expect([await present(), await question()]).toEqual([180, null]);
  const before = await rowsOf(at, "products");
  expect(await readAgain(feed(...many(180))), "again").toMatchObject({ gone: 0, missing: 0, unchanged: 180 });
  expect(await rowsOf(at, "products")).toEqual(before);
  expect(await readAgain(feed(...many(200)))).toMatchObject({ gone: 0, created: 0, updated: 20, unchanged: 180 });
  expect(await present()).toBe(200);
});

test("bar 85: of a small shop a quarter may go at once, of more it is asked", async () => {
  await readAgain(feed(...many(16)));
  expect(await readAgain(feed(...many(11)))).toMatchObject({ gone: 0, missing: 5 });
  expect(await present()).toBe(16);
  expect(await readAgain(feed(...many(12)))).toMatchObject({ gone: 4, missing: 0 });
  expect([await present(), await question()]).toEqual([12, null]);
  expect(await readAgain(feed(row(900))), "all of it is never few").toMatchObject({ gone: 0, missing: 12, created: 1 });
});

test("bar 85: a shrunken feed removes nothing and asks; the same feed again asks the same; a whole one takes the question back", async () => {
  await readAgain(feed(...many(100)));
  expect(await readAgain(feed(...many(89)))).toMatchObject({ gone: 0, missing: 11, unchanged: 89 });
  const asked = await question();
  expect(asked).toEqual({ jobId: at.runId, count: 11, present: 100 });
  const before = await rowsOf(at, "products");
  expect(await readAgain(feed(...many(89)))).toMatchObject({ gone: 0, missing: 11, unchanged: 89 });
  expect(await question(), "it is the same question").toEqual(asked);
  expect(await rowsOf(at, "products")).toEqual(before);
  expect(await readAgain(feed(...many(100)))).toMatchObject({ gone: 0, missing: 0, unchanged: 100 });
  expect([await question(), await present()]).toEqual([null, 100]);
});

test("bar 85: new products do not make the old ones few", async () => {
  await readAgain(feed(...many(100)));
  expect(await readAgain(feed(...many(1000, 500)))).toMatchObject({ created: 1000, gone: 0, missing: 100 });
  expect(await present()).toBe(1100);
});

test("bar 85: who removes removes just what was asked about, and it comes back with its feed", async () => {
  await readAgain(feed(...many(100)));
  await readAgain(feed(...many(50)));
  expect(await answer(true)).toEqual({ count: 50 });
  expect([await present(), await question()]).toEqual([50, null]);
  expect(await readAgain(feed(...many(50)))).toMatchObject({ gone: 0, missing: 0, unchanged: 50 });
  expect(await readAgain(feed(...many(100)))).toMatchObject({ updated: 50, gone: 0 });
  expect(await present()).toBe(100);
});

test("bar 85: who keeps is not asked again about these, only about others", async () => {
  await readAgain(feed(...many(100)));
  await readAgain(feed(...many(50)));
  expect(await answer(false)).toEqual({ count: 50 });
  expect(await readAgain(feed(...many(50)))).toMatchObject({ gone: 0, missing: 0 });
  expect([await present(), await question()]).toEqual([100, null]);
  expect(await readAgain(feed(...many(30)))).toMatchObject({ gone: 0, missing: 20 });
  expect(await question()).toMatchObject({ count: 20, present: 100 });
  await readAgain(feed(...many(100)));
  expect(await readAgain(feed(...many(50))), "what came back is no longer kept").toMatchObject({ missing: 50 });
});

test("bar 85: an answer to a question that has changed does nothing", async () => {
  await readAgain(feed(...many(100)));
  await readAgain(feed(...many(50)));
  const changed = { code: "version_conflict" };
  await expect(answer(true, { count: 49 })).rejects.toMatchObject(changed);
  await expect(answer(true, { jobId: at.runId + 1 })).rejects.toMatchObject(changed);
  const asked = await question();
  await readAgain(feed(...many(40)));
  await expect(answer(true, { jobId: asked?.jobId ?? 0, count: asked?.count ?? 0 })).rejects.toMatchObject(changed);
  at = await beginRun(at);
  await expect(answer(true), "while the feeds are being read").rejects.toMatchObject(changed);
  expect(await present()).toBe(100);
});

test("bar 85: answers at once count once", async () => {
  await readAgain(feed(...many(100)));
  await readAgain(feed(...many(50)));
  const told = await Promise.allSettled([answer(true), answer(true), answer(false), answer(true)]);
  expect(told.filter(one => one.status === "fulfilled")).toHaveLength(1);
  expect(await question()).toBeNull();
});

test("a product whose row is bad today, cut short or repeated, is in its feed still", async () => {
  await readAgain(feed(...many(30)));
  const bad = many(30).map((good, id) =>
    id < 10 ? row(id, "free") : id < 20 ? (good.split(",")[0] ?? "") : `${good}\n${good}`,
  );
  expect(await readAgain(feed(...bad))).toMatchObject({ gone: 0, missing: 0, created: 0, updated: 0 });
  expect(await present()).toBe(30);
});

test("a product that is in one of three feeds is there", async () => {
  const urls = { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv`, de: `${shop.url}/de.csv` };
  await keepFeeds(at.storeId, urls);
  shop.feeds = { "en.csv": feed(...many(30, 20)), "de.csv": feed(...many(30, 40)) };
  await readAgain(feed(...many(30)));
  shop.feeds = { "en.csv": feed(...many(1)), "de.csv": feed(...many(50, 20)) };
  expect(await readAgain(feed(...many(19, 1)))).toMatchObject({ gone: 0, missing: 0 });
  expect(await present()).toBe(70);
});

test("bar 87: feeds that differ in price and links do not write over each other, run after run", async () => {
  const linked = (language: string, price: string, from = 0) =>
    [
      "id,title,price,link",
      ...[0, 1, 2].map(id => `${id + from},${language},${price},https://x.example/${language}`),
    ].join("\n");
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  shop.feeds["en.csv"] = linked("en", "2.00", 1);
  await readAgain(linked("fr", "1.00"));
  const before = [await rowsOf(at, "products"), await rowsOf(at, "product_texts")];
  expect(before[0]?.map(text => /,(\d\.\d\d),/.exec(text)?.[1])).toEqual(["1.00", "1.00", "1.00", "2.00"]);
  expect(await readAgain(linked("fr", "1.00"))).toMatchObject({ created: 0, updated: 0, unchanged: 6, gone: 0 });
  expect([await rowsOf(at, "products"), await rowsOf(at, "product_texts")]).toEqual(before);
});

test("bar 87: a run that is killed anywhere and taken over loses nothing and removes nothing but what is gone", async () => {
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  shop.feeds["en.csv"] = feed(...many(2500));
  await readAgain(feed(...many(2500)));
  const [products, texts] = [await rowsOf(at, "products"), await rowsOf(at, "product_texts")];
  // The first page of each run only tells the total; the last one lets go what is missing.
  for (const page of [2, 3, 4, 5, 7, 8]) {
    at = await beginRun(at);
    await expect(runPart(at, "products", page)).rejects.toThrow(Crash);
    expect(await runPart(at, "products"), `killed before page ${page}`).toMatchObject({
      ...{ fetched: 5000, created: 0, updated: 0, unchanged: 5000, gone: 0, missing: 0 },
    });
  }
  expect([await rowsOf(at, "products"), await rowsOf(at, "product_texts")]).toEqual([products, texts]);
  shop.feeds = { "fr.csv": feed(...many(2400)), "en.csv": feed(...many(2300)) };
  at = await beginRun(at);
  await expect(runPart(at, "products", 4)).rejects.toThrow(Crash);
  expect(await runPart(at, "products")).toMatchObject({ fetched: 4700, updated: 0, gone: 100, missing: 0 });
  // The notes are gone by now, and generated feeds are never the same twice.
  for (const changed of ["", row(70_000)]) {
    for (const [language, text] of Object.entries(shop.feeds))
      if (changed) shop.feeds[language] = `${text}${changed}\n`;
    expect(await runPart(at, "products"), "and once more, by a worker that knows nothing of its end").toMatchObject({
      ...{ fetched: 4700, gone: 100, missing: 0 },
    });
  }
  expect(await present()).toBe(2400);
  expect(await transaction("system", tx => tx.productSeen.count())).toBe(0);
});
