import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCleanText } from "@/lib/platform/clean-text";
import { readMoney } from "@/lib/platform/money";
import { isGtin } from "./gtin";
import { groupUnits, readShipment } from "./shipment";

const node = {
  id: "s1",
  number: "H1",
  state: "confirmed",
  order: {
    id: "o1",
    number: "R1",
    email: "a@example.com",
    completedAt: "2026-01-02T03:04:05Z",
    locale: "fr",
  },
  inventoryUnits: [
    { id: "u1", state: "confirmed_available", variant: { id: "v1", price: 6.15, product: { name: { en: "Honey" } } } },
    { id: "u2", state: "returned", variant: { id: "v1", price: 6.15, product: { name: { en: "Honey" } } } },
    { id: "u3", state: "brand_new_state", variant: null },
  ],
};

/** Every text in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function shipmentOf(change: Record<string, unknown>) {
  const read = readShipment({ ...node, ...change });
  return read.ok ? read.shipment : read.error;
}

describe("a shipment", () => {
  test("is read with its units, unknown states included", () => {
    expect(shipmentOf({ state: "on_the_moon" })).toMatchObject({
      id: "s1",
      state: "on_the_moon",
      order: {
        completedAt: new Date("2026-01-02T03:04:05Z"),
        shipAddress: null,
      },
      units: [{ state: "confirmed_available" }, { state: "returned" }, { state: "brand_new_state", variant: null }],
    });
  });

  test("pieces of one variant make one line with a quantity", () => {
    const read = readShipment(node);
    const lines = read.ok ? groupUnits(read.shipment.units) : [];
    expect(lines.map(line => [line.variant?.id ?? null, line.quantity, line.states])).toEqual([
      ["v1", 2, { confirmed_available: 1, returned: 1 }],
      [null, 1, { brand_new_state: 1 }],
    ]);
  });

  test.each([
    [{ id: null }, { shipmentId: null, field: "id" }],
    [{ id: "" }, { shipmentId: null, field: "id" }],
    [{ order: null }, { shipmentId: "s1", field: "order" }],
    [
      { inventoryUnits: [{ id: "u", variant: { id: "v", price: "free" } }] },
      { field: "inventoryUnits.0.variant.price" },
    ],
    [{ order: { ...node.order, completedAt: "yesterday" } }, { shipmentId: "s1", field: "order.completedAt" }],
    [{ order: { ...node.order, email: {} } }, { shipmentId: "s1", field: "order.email" }],
    [{ inventoryUnits: "none" }, { shipmentId: "s1", field: "inventoryUnits" }],
    [{ inventoryUnits: [{}] }, { shipmentId: "s1", field: "inventoryUnits.0.id" }],
  ])("%j is an error of its row", (change, expected) => {
    expect(shipmentOf(change)).toMatchObject(expected);
  });

  test("characters that no database takes are left out", () => {
    expect(shipmentOf({ number: "a\u0000b\ufffdc\ud800d" })).toMatchObject({ number: "abcd" });
  });

  test("bar 95: whatever JSON comes, reading never throws and gives storable text", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("id", "number", "state", "order", "inventoryUnits"),
        (value, field) => {
          expect(readShipment(value).ok).toBe(false);
          expect(textsIn(readShipment({ ...node, [field]: value })).filter(text => !isCleanText(text))).toEqual([]);
        },
      ),
    );
  });
});

describe("whatever text a shop sends", () => {
  // Half pairs, NUL, lost characters and whole pairs, around the place where a text is cut.
  const piece = fc.constantFrom("\ud83d", "\ude00", "😀", "\u0000", "\ufffd", " ", "é", "x");
  const nasty = fc
    .tuple(fc.constantFrom(0, 190, 198, 199, 200, 1_995, 1_999, 2_000), fc.array(piece, { maxLength: 12 }))
    .map(([length, pieces]) => "x".repeat(length) + pieces.join(""));
  const id = fc.array(piece, { maxLength: 12 }).map(pieces => `i${pieces.join("")}`);
  const names = fc.oneof(nasty, fc.record({ en: nasty, fr: nasty, de: nasty }));
  const address = fc.record({ firstName: nasty, company: nasty, country: fc.record({ iso: nasty, name: names }) });
  const product = fc.record({ name: names, _brand: fc.record({ name: nasty }) });
  const tradeId = fc.record({ number: nasty, parser: nasty });
  const variant = fc.record({ id, sku: nasty, price: fc.constant(1), tradeId, product });
  const order = fc.record({ id, number: nasty, email: nasty, locale: nasty, shipAddress: address });
  const unit = fc.record({ id, state: nasty, variant });
  const shipment = fc.record({
    ...{ id, number: nasty, state: nasty, order },
    inventoryUnits: fc.array(unit, { maxLength: 3 }),
  });

  test("what is read of it is whole characters that Postgres can store, and never too long", () => {
    fc.assert(
      fc.property(shipment, given => {
        const read = readShipment(given);
        const texts = read.ok ? textsIn(read.shipment) : expect.fail(read.error.field);
        expect(texts.filter(text => !isCleanText(text) || text.length > 2_000)).toEqual([]);
      }),
    );
  });

  test("a text that is cut in the middle of a character loses that character", () => {
    expect(shipmentOf({ number: `${"x".repeat(1_999)}😀y` })).toMatchObject({ number: "x".repeat(1_999) });
  });
});

describe("money", () => {
  test.each([
    [12.3, "12.30"],
    [19.99, "19.99"],
    [1e7, "10000000.00"],
    ["12.34", "12.34"],
    [{ amount: "5", currency: "eur" }, "5.00"],
    [{ cents: 1234 }, "12.34"],
    [0.1 + 0.2, "0.30"],
    [999_999_999_999.99, "999999999999.99"],
    ["999.999.999.999,99", "999999999999.99"],
  ])("%j is %s", (value, amount) => {
    expect(readMoney(value)).toEqual({ amount, currency: "EUR" });
  });

  test.each([
    [Number.NaN],
    [Infinity],
    [-1],
    [1.234],
    ["-1"],
    ["1,234"],
    [""],
    [null],
    [{}],
    [{ amount: {} }],
    [[1]],
    [true],
    ["1000000000000"],
    ["1000000000000.00"],
    [1e12],
    [{ cents: 1e14 }],
  ])("%j is none", value => {
    expect(readMoney(value)).toBeNull();
  });

  test("whatever is read fits into numeric(14,2)", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789.,' €"), maxLength: 24 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.double(), fc.record({ cents: fc.double() }), fc.jsonValue()), value => {
        expect(readMoney(value)?.amount ?? "0.00").toMatch(/^\d{1,12}\.\d\d$/);
      }),
    );
  });

  test("every amount of cents that a row can hold survives as number and as text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), cents => {
        const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
        expect(readMoney(Number(amount))?.amount).toBe(amount);
        expect(readMoney(amount)?.amount).toBe(amount);
      }),
    );
  });
});

test("a GTIN needs the right check digit", () => {
  expect(["4006381333931", "96385074", "036000291452", "10012345678902"].map(isGtin)).toEqual([true, true, true, true]);
  expect(["4006381333932", "123", "", "400638133393a", "04006381333931 "].map(isGtin)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
