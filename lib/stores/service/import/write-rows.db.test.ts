import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { readMoney } from "@/lib/platform/money";
import { newStoreRun } from "@/lib/platform/testing/store-run";
import { wireShipment } from "@/lib/platform/testing/test-shop";
import type { FeedProduct } from "../../client/feed/product";
import { readShipment } from "../../client/shipment";
import { toOrderRow } from "./order-rows";
import { writeOrders } from "./write-orders";
import { writeProducts } from "./write-products";

let storeId: number;
let runId: number;
beforeAll(async () => {
  ({ storeId, runId } = await newStoreRun());
});

const defaults = { defaultTaxRate: 17, deliveryMethod: "package_delivery", preorderDays: 0 };
const nothing = {
  ...{ description: null, salePrice: null, availability: null, gtin: null, mpn: null, brand: null, productType: null },
  ...{ itemGroupId: null, link: null, imageLink: null },
  ...{ quantity: null, taxRate: null, preorderDays: null },
  ...{ deliveryMethod: null },
};
const product = (id: string, title: string): FeedProduct => {
  return { ...nothing, line: 1, id, title, price: readMoney("1") ?? expect.fail("a price") };
};
const target = () => ({ storeId, runId, notesId: runId, language: "en" as const, defaults, isNoted: true });

test("a product that comes twice in one batch is written once, as it came last", async () => {
  const rows = [product("A", "one"), product("B", "b"), product("A", "two")];
  const changes = await transaction({ store: storeId }, tx => writeProducts(tx, target(), rows));
  expect(changes.filter(change => change.isNew).map(change => change.id)).toEqual(["A", "B"]);
  const texts = await transaction({ store: storeId }, tx => tx.productText.findMany({ orderBy: { title: "asc" } }));
  expect(texts.map(({ title }) => title)).toEqual(["b", "two"]);
});

test("a shipment that comes twice in one page is written once, as it came last, with the pieces it had last", async () => {
  const rows = [wireShipment("s", [1, 2]), wireShipment("s", [5])].map(node => {
    const read = readShipment(node);
    const row = read.ok ? toOrderRow(read.shipment) : expect.fail(read.error.message);
    return "order" in row ? row : expect.fail(row.message);
  });
  await transaction({ store: storeId }, tx => writeOrders(tx, storeId, rows));
  const [order] = await transaction({ store: storeId }, tx => tx.order.findMany({ include: { lines: true } }));
  expect([order?.total.toFixed(2), order?.lines.length]).toEqual(["5.00", 1]);
});

test("what Postgres would refuse is found by its place, wherever that is, and the rest is written", async () => {
  const isBad = (place: number) => [0, 1, 6, 12].includes(place);
  const rows = Array.from({ length: 13 }, (_, place) => product(`${isBad(place) ? "bad" : "good"}${place}`, "t"));
  // 22003: more than the column holds.
  const spoil = (one: FeedProduct) => (one.id.startsWith("bad") ? { ...one, quantity: 3_000_000_000 } : one);
  const { refused, changes } = await transaction({ store: storeId }, tx =>
    writeSoundRows(tx, rows, some => writeProducts(tx, target(), some.map(spoil))),
  );
  expect(refused.map(({ id }) => id)).toEqual(["bad0", "bad1", "bad6", "bad12"]);
  expect(changes.filter(change => change.isNew)).toHaveLength(9);
});
