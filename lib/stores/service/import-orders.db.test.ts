import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withConnection } from "@/lib/platform/testing/database";
import {
  beginRun,
  Crash,
  findPart,
  listIssues,
  newStoreRun,
  rowsOf,
  runPart,
  type StoreRun,
} from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { getIssues } from "../queries/issues";

const shop = await openTestShop();
let at: StoreRun;
beforeEach(async () => {
  shop.pageSize = 100;
  shop.shipments = { unconfirmed: [], confirmed: [] };
  shop.asked = [];
  shop.beforeAnswer = () => undefined;
  at = await newStoreRun();
});

const orders = () =>
  transaction({ store: at.storeId }, tx =>
    tx.order.findMany({ orderBy: { externalShipmentId: "asc" }, include: { lines: { orderBy: { id: "asc" } } } }),
  );
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
const named = (count: number) =>
  Array.from({ length: count }, (_, index) => wireShipment(`s${String(index).padStart(3, "0")}`, [1]));

test("an order costs what its own pieces cost, whatever the whole order at Letzshop does", async () => {
  shop.shipments.unconfirmed = [wireShipment("a", [0.1, 0.2, "9,99 EUR"]), wireShipment("b", [])];
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 2, written: 2, skipped: 0, issues: 0 });
  expect((await orders()).map(order => [order.total.toFixed(2), order.currency])).toEqual([
    ["10.29", "EUR"],
    ["0.00", "EUR"],
  ]);
});

test("money that no row can hold is the problem of its shipment", async () => {
  const mixed = wireShipment("mixed", ["1 EUR", "1 USD"]);
  const tooDear = wireShipment("too-dear", ["10000000000000"]);
  const tooMuch = wireShipment("too-much", ["999999999999.99", "0.01"]);
  shop.shipments.unconfirmed = [mixed, tooDear, tooMuch, wireShipment("most", ["999999999999.98", "0.01"])];
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 4, written: 1, skipped: 3, issues: 3 });
  expect((await orders()).map(order => [order.number, order.total.toFixed(2)])).toEqual([["Rmost", "999999999999.99"]]);
  expect((await listIssues(at, "orders")).map(({ source, field, code }) => [source, field, code])).toEqual([
    ["too-dear", "inventoryUnits.0.variant.price", "unreadable"],
    ["mixed", "total", "mixed_currencies"],
    ["too-much", "total", "out_of_range"],
  ]);
  const [told, ...more] = (await getIssues(at.storeId, at.runId)).parts;
  expect(more).toEqual([]);
  expect(told).toMatchObject({ id: "orders", skipped: 3, issues: 3, badRows: 0 });
  const message = "The shipment has prices in several currencies.";
  expect(told?.items[1]).toEqual({ source: "mixed", line: null, field: "total", code: "mixed_currencies", message });
});

test("a row that Postgres refuses is told, and all others of its page are written", async () => {
  await asOwner("ALTER TABLE orders ADD CONSTRAINT no_ghosts CHECK (number NOT LIKE '%ghost%')");
  shop.shipments.unconfirmed = named(100);
  for (const place of [0, 41, 99]) shop.shipments.unconfirmed[place] = wireShipment(`ghost${place}`, [1, 2]);
  try {
    expect(await runPart(at, "orders")).toMatchObject({ fetched: 100, written: 97, skipped: 3, issues: 3 });
  } finally {
    await asOwner("ALTER TABLE orders DROP CONSTRAINT no_ghosts");
  }
  expect(await orders()).toHaveLength(97);
  expect((await listIssues(at, "orders")).map(({ source, code }) => [source, code])).toEqual([
    ["ghost0", "not_writable"],
    ["ghost41", "not_writable"],
    ["ghost99", "not_writable"],
  ]);
});

test("at most a hundred problems are kept, and all are counted, over a takeover too", async () => {
  shop.shipments.unconfirmed = Array.from({ length: 250 }, (_, index) => wireShipment(`bad${index}`, ["free"]));
  await expect(runPart(at, "orders", 3)).rejects.toThrow(Crash);
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 250, written: 0, skipped: 250, issues: 250 });
  expect(await listIssues(at, "orders")).toHaveLength(100);
  expect((await findPart(at, "orders")).cursor).toMatchObject({ counts: { issues: 250 } });
});

test("a shipment that is confirmed between the two passes is there, once", async () => {
  const moving = wireShipment("moving", [1]);
  shop.shipments.unconfirmed = [moving, wireShipment("waiting", [1])];
  shop.beforeAnswer = ({ state, query }) => {
    if (state !== "confirmed" || !query.includes("inventoryUnits")) return undefined;
    const node = wireShipment("moving", [1], { state: "confirmed" });
    shop.shipments = { unconfirmed: [], confirmed: [node] };
    return undefined;
  };
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 2, written: 2, skipped: 0 });
  expect((await orders()).map(order => order.shipmentState)).toEqual(["confirmed", "unconfirmed"]);
  expect(await findPart(at, "orders")).toMatchObject({ done: 2, total: 2 });
  expect(shop.asked).toEqual(["unconfirmed", "confirmed", "unconfirmed", "confirmed"]);
});

test("a shipment that comes twice counts once", async () => {
  shop.pageSize = 2;
  const [a, b, c] = named(3);
  shop.shipments.unconfirmed = [a, b, b, c];
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 3, written: 3 });
});

test("importing again writes nothing, and what has changed is written", async () => {
  shop.shipments.unconfirmed = [wireShipment("a", [1, 2]), wireShipment("b", [1])];
  expect(await runPart(at, "orders")).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
  const before = [await rowsOf(at, "orders"), await rowsOf(at, "order_lines")];
  at = await beginRun(at);
  expect(await runPart(at, "orders")).toMatchObject({ written: 2, created: 0, updated: 0, unchanged: 2 });
  expect([await rowsOf(at, "orders"), await rowsOf(at, "order_lines")]).toEqual(before);

  const shipAddress = { firstName: "Léa", lastName: "Weber", city: "Esch", country: { iso: "LU" } };
  const completedAt = "2026-03-04T05:06:07.000Z";
  const order = { id: "order-a2", number: "R77", completedAt, locale: "fr", shipAddress };
  shop.shipments.unconfirmed[0] = wireShipment("a", [1], { number: "H77", order });
  at = await beginRun(at);
  await transaction("system", tx =>
    tx.storeImport.update({ where: { runId: at.runId }, data: { since: new Date(0) } }),
  );
  expect(await runPart(at, "orders")).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
  const [changed] = await orders();
  expect(changed).toMatchObject({
    ...{ externalOrderId: "order-a2", number: "R77", shipmentNumber: "H77", customerLocale: "fr", customerEmail: null },
    ...{ customerName: "Léa Weber", shippingCity: "Esch", shippingCountry: "LU", placedAt: new Date(completedAt) },
  });
  expect(
    changed?.lines.map(line => line.externalVariantId),
    "lines that are gone",
  ).toEqual(["a-v0"]);
});

test("pieces whose article is gone keep their line, wherever they stand", async () => {
  const gone = { id: "u1", state: "unconfirmed", variant: null };
  const there = { id: "u2", state: "unconfirmed", variant: { id: "v", price: 1 } };
  shop.shipments.unconfirmed = [wireShipment("a", [], { inventoryUnits: [gone, there] })];
  await runPart(at, "orders");
  const [before] = await orders();
  shop.shipments.unconfirmed = [wireShipment("a", [], { inventoryUnits: [there, gone] })];
  at = await beginRun(at);
  await runPart(at, "orders");
  const [after] = await orders();
  expect(after?.lines.map(line => [line.id, line.externalVariantId])).toEqual(
    before?.lines.map(line => [line.id, line.externalVariantId]),
  );
});

test("what nasty text a shop may send, it is stored or told, and the import goes on", async () => {
  const nasty = `${"é".repeat(1999)}😀\u0000\ud800\ufffd`;
  const address = { firstName: nasty, city: nasty, country: { iso: "LU", name: nasty } };
  const order = { id: "o", number: nasty, email: nasty, locale: nasty, shipAddress: address, billAddress: address };
  shop.shipments.unconfirmed = [wireShipment("a", [1], { number: nasty, state: nasty, order }), wireShipment("b", [1])];
  expect(await runPart(at, "orders")).toMatchObject({ fetched: 2, written: 2, issues: 0 });
});
