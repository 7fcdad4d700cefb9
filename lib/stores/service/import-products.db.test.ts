import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withConnection } from "@/lib/platform/testing/database";
import {
  beginRun,
  Crash,
  failureOf,
  findPart,
  keepFeeds,
  listIssues,
  newStoreRun,
  rowsOf,
  runPart,
  type StoreRun,
  workOff,
} from "@/lib/platform/testing/store-run";
import { openTestShop } from "@/lib/platform/testing/test-shop";
import { readReadiness } from "../queries/readiness";

const shop = await openTestShop();
let at: StoreRun;
beforeEach(async () => {
  shop.feeds = {};
  at = await newStoreRun();
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv` });
});

const feed = (...rows: string[]) => ["id,title,price,quantity", ...rows, ""].join("\n");
const many = (count: number, title = "T") => Array.from({ length: count }, (_, index) => `P${index},${title},1.00,1`);
const products = () =>
  transaction({ store: at.storeId }, tx =>
    tx.product.findMany({ orderBy: { externalId: "asc" }, include: { texts: { orderBy: { language: "asc" } } } }),
  );
const titles = async () => (await products()).map(({ externalId, texts }) => [externalId, ...texts.map(t => t.title)]);
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
const codes = async () => (await listIssues(at, "products")).map(({ line, code }) => `${line}:${code}`);

test("ids that differ only in quotes or blanks are one product, and the last line counts", async () => {
  shop.feeds["fr.csv"] = feed("A,one,1.00,1", ' "A",two,2.00,1', '"""A""",three,3.00,1');
  expect(await runPart(at, "products")).toMatchObject({ fetched: 3, written: 1, skipped: 2, issues: 2 });
  expect(await titles()).toEqual([["A", "three"]]);
  expect(await codes()).toEqual(["2:duplicate_id", "3:duplicate_id"]);
});

test("a row that Postgres refuses is told, and all others of its page are written", async () => {
  shop.feeds["fr.csv"] = feed(...many(1200), "ghost,T,1.00,1", "after,T,1.00,1").replace("P0,", "ghost0,");
  await asOwner("ALTER TABLE products ADD CONSTRAINT no_ghosts CHECK (external_id NOT LIKE '%ghost%')");
  try {
    expect(await runPart(at, "products")).toMatchObject({ fetched: 1202, written: 1200, skipped: 2, issues: 2 });
  } finally {
    await asOwner("ALTER TABLE products DROP CONSTRAINT no_ghosts");
  }
  expect(await codes()).toEqual(["2:not_writable", "1202:not_writable"]);
  expect(await products()).toHaveLength(1200);
});

test("a page of nothing but refused rows ends in time", async () => {
  shop.feeds["fr.csv"] = feed(...many(1000));
  await asOwner("ALTER TABLE products ADD CONSTRAINT none CHECK (price > 1) NOT VALID");
  try {
    expect(await runPart(at, "products")).toMatchObject({ fetched: 1000, written: 0, issues: 1000 });
  } finally {
    await asOwner("ALTER TABLE products DROP CONSTRAINT none");
  }
  expect(await listIssues(at, "products")).toHaveLength(100);
});

test("a failure that is not a row's own is thrown, and nothing of its page stays", async () => {
  shop.feeds["fr.csv"] = feed(...many(10));
  await asOwner("ALTER TABLE product_texts RENAME COLUMN title TO heading");
  try {
    await expect(runPart(at, "products")).rejects.toThrow(/42703/);
  } finally {
    await asOwner("ALTER TABLE product_texts RENAME COLUMN heading TO title");
  }
  expect([await products(), await listIssues(at, "products")]).toEqual([[], []]);
});

test("at most a hundred problems are kept, and all are counted, over a takeover and over feeds", async () => {
  const bad = Array.from({ length: 1500 }, (_, index) => `B${index},T,free,1`);
  shop.feeds = { "fr.csv": feed(...bad), "en.csv": feed(...bad.slice(0, 60), ...many(3)) };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  await expect(runPart(at, "products", 3)).rejects.toThrow(Crash);
  expect(await runPart(at, "products")).toMatchObject({ fetched: 1563, written: 3, skipped: 1560, issues: 1560 });
  expect(await listIssues(at, "products")).toHaveLength(100);
});

test("importing again writes nothing, and what has changed is counted", async () => {
  shop.feeds = { "fr.csv": feed(...many(3, "un")), "en.csv": feed(...many(2, "one")) };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  expect(await runPart(at, "products")).toMatchObject({ fetched: 5, created: 3, updated: 2, unchanged: 0 });
  const before = [await rowsOf(at, "products"), await rowsOf(at, "product_texts")];
  at = await beginRun(at);
  expect(await runPart(at, "products")).toMatchObject({ fetched: 5, created: 0, updated: 0, unchanged: 5 });
  expect([await rowsOf(at, "products"), await rowsOf(at, "product_texts")]).toEqual(before);
  shop.feeds["en.csv"] = feed(...many(2, "one")).replace("P1,one,1.00", "P1,uno,1.00");
  at = await beginRun(at);
  expect(await runPart(at, "products")).toMatchObject({ created: 0, updated: 1, unchanged: 4 });
});

test("a feed that changed during an interruption is read from its start, and its problems are told afresh", async () => {
  const bad = "bad,T,free,1";
  shop.feeds = { "fr.csv": feed(bad, ...many(1500)), "en.csv": feed(bad, ...many(1500)) };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  await expect(runPart(at, "products", 5)).rejects.toThrow(Crash);
  shop.feeds["en.csv"] = feed(...many(1500), "late,T,free,1");
  expect(await runPart(at, "products")).toMatchObject({ fetched: 3002, written: 3000, skipped: 2, issues: 2 });
  expect(await codes()).toEqual(["2:invalid_price", "1502:invalid_price"]);
  expect(await findPart(at, "products")).toMatchObject({ done: 3002, total: 3002 });
});

test("a feed without rows is a failure, and the products stay", async () => {
  shop.feeds = { "fr.csv": feed(...many(3)), "en.csv": feed(...many(3)) };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/en.csv` });
  await runPart(at, "products");
  const before = await rowsOf(at, "products");
  shop.feeds = { "fr.csv": feed(...many(3)).replaceAll("1.00", "2.00"), "en.csv": feed() };
  at = await beginRun(at);
  await expect(runPart(at, "products")).rejects.toMatchObject({ code: "empty_feed", retryable: false });
  expect(await rowsOf(at, "products")).toEqual(before);
});

test("a broken or missing feed is told in the owner's words, with the place", async () => {
  shop.feeds["fr.csv"] = 'id,title,price\n1,a,1\n2,"b,2\n';
  await expect(runPart(at, "products")).rejects.toMatchObject({
    code: "unclosed_quote",
    message: expect.stringMatching(/^French feed: .*quotation mark.*\(line 3\)$/),
  });
  shop.feeds = {};
  const failure = await failureOf(runPart(at, "products"));
  expect(failure).toMatchObject({ kind: "wrong_address", message: expect.stringMatching(/^French feed: .*address/) });
  expect(failure.message).not.toMatch(/http_status|feeds:|404/);
});

test("prices up to the most that a row can hold are kept, dearer ones are told", async () => {
  shop.feeds["fr.csv"] = feed("A,T,999999999999.99,1", "B,T,1000000000000.00,1", "C,T,1,99999999999");
  expect(await runPart(at, "products")).toMatchObject({ fetched: 3, written: 2, skipped: 1, issues: 2 });
  expect((await products()).map(({ price }) => price.toFixed(2))).toEqual(["999999999999.99", "1.00"]);
  expect(await codes()).toEqual(["3:invalid_price", "4:invalid_number"]);
});

test("folders that a killed import left are removed after two hours, others stay", async () => {
  const old = await mkdtemp(join(tmpdir(), "gangway-feed-"));
  const young = await mkdtemp(join(tmpdir(), "gangway-feed-"));
  const foreign = join(tmpdir(), `gangway-feedback-${process.pid}`);
  await mkdir(foreign);
  await writeFile(join(old, "feed.csv"), "x");
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await utimes(old, hoursAgo(2.1), hoursAgo(2.1));
  await utimes(foreign, hoursAgo(9), hoursAgo(9));
  await utimes(young, hoursAgo(1.9), hoursAgo(1.9));
  shop.feeds["fr.csv"] = feed(...many(1));
  await runPart(at, "products");
  const left = await readdir(tmpdir());
  const isLeft = (path: string) => left.includes(path.split("/").at(-1) ?? "");
  expect([old, young, foreign].map(isLeft)).toEqual([false, true, true]);
  await Promise.all([young, foreign].map(path => rm(path, { recursive: true })));
});

test("a feed that cannot be read leads to the field of its own language, whether nobody lets us in or it is no feed", async () => {
  shop.feeds = { "fr.csv": feed("A,one,1.00,1"), "de.csv": "<html></html>", "en.csv": feed("A,one,1.00,1") };
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, de: `${shop.url}/de.csv` });
  const wayOf = async () => {
    await workOff(at);
    const needs = (await transaction("system", tx => readReadiness(tx, [at.storeId]))).get(at.storeId) ?? [];
    return needs.find(({ code }) => code === "products");
  };
  expect(await wayOf()).toMatchObject({ state: "problem", fixUrl: expect.stringMatching(/#field-csvUrlDe$/) });
  await keepFeeds(at.storeId, { fr: `${shop.url}/fr.csv`, en: `${shop.url}/gone.csv` });
  at = await beginRun(at);
  expect(await wayOf()).toMatchObject({ state: "problem", fixUrl: expect.stringMatching(/#field-csvUrlEn$/) });
});
