import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCleanText } from "./clean-text";
import { isGtin } from "./gtin";
import { readMoney } from "./money";
import { groupUnits, readShipment } from "./shipment";

const node = {
  id: "s1",
  number: "H1",
  state: "confirmed",
  order: {
    id: "o1",
    number: "R1",
    email: "a@example.com",
    total: 12.3,
    completedAt: "2026-01-02T03:04:05Z",
    locale: "fr",
  },
  inventoryUnits: [
    { id: "u1", state: "confirmed_available", variant: { id: "v1", price: 6.15, product: { name: { en: "Honey" } } } },
    { id: "u2", state: "returned", variant: { id: "v1", price: 6.15, product: { name: { en: "Honey" } } } },
    { id: "u3", state: "brand_new_state", variant: null },
  ],
};

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
        total: { amount: "12.30", currency: "EUR" },
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
    [{ order: { ...node.order, total: "free" } }, { shipmentId: "s1", field: "order.total" }],
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

  test("whatever JSON comes, reading never throws and gives storable text", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("id", "number", "state", "order", "inventoryUnits"),
        (value, field) => {
          expect(readShipment(value).ok).toBe(false);
          const read = readShipment({ ...node, [field]: value });
          if (read.ok) expect(isCleanText(JSON.stringify(read.shipment))).toBe(true);
        },
      ),
    );
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
  ])("%j is none", value => {
    expect(readMoney(value)).toBeNull();
  });

  test("every amount of cents survives as number and as text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), cents => {
        const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
        expect(readMoney(cents / 100)?.amount).toBe(amount);
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
