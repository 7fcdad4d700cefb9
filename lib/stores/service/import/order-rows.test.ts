import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readShipment, type Shipment } from "../../client/shipment";
import { type OrderRow, toOrderRow } from "./order-rows";

type Piece = {
  state: string | null;
  variant: string | null;
  price?: number | string;
  names?: Record<string, string | null>;
};

let serial = 0;
function toUnit({ state, variant, price = 10, names }: Piece) {
  return {
    id: `unit-${++serial}`,
    state,
    variant: variant && { id: variant, sku: `SKU-${variant}`, price, product: { name: names ?? { en: variant } } },
  };
}

/** A shipment as the client reads it off the wire. */
function shipment(pieces: Piece[], order: Record<string, unknown> = {}): Shipment {
  const read = readShipment({
    id: "shipment-1",
    number: "H1",
    state: "confirmed",
    order: { id: "order-1", number: "R1", total: 12.3, completedAt: "2026-03-04T05:06:07Z", locale: "fr", ...order },
    inventoryUnits: pieces.map(toUnit),
  });
  if (!read.ok) throw new Error(read.error.message);
  return read.shipment;
}
const pieces = (...states: (string | null)[]) => states.map(state => ({ state, variant: "v" }));
function rowOf(given: Shipment): OrderRow {
  const row = toOrderRow(given);
  return "order" in row ? row : expect.fail(row.message);
}
const orderOf = (given: Shipment) => rowOf(given).order;
const linesOf = (given: Shipment) => rowOf(given).lines;

describe("an order's status", () => {
  it.each([
    ["processing", ["confirmed_available", "confirmed_unavailable"]],
    ["processing", ["returned"]],
    ["processing", ["unconfirmed", "confirmed_available"]],
    ["cancelled", ["confirmed_unavailable", "confirmed_unavailable"]],
    ["pending", ["unconfirmed"]],
    ["pending", ["confirmed_unavailable", "unconfirmed"]],
    ["pending", ["a state of tomorrow"]],
    ["pending", [null]],
    ["pending", []],
  ])("is %s for pieces %j", (status, states) => {
    expect(orderOf(shipment(pieces(...states))).status).toBe(status);
  });
});

describe("an order's total", () => {
  const priced = (...prices: (number | string)[]) =>
    shipment(prices.map((price, at) => ({ state: null, variant: `v${at}`, price })));

  it("is the sum of its pieces, not the total of the whole order at Letzshop", () => {
    expect(orderOf(priced(0.1, 0.1, 0.2))).toMatchObject({ total: "0.40", currency: "EUR" });
    expect(orderOf(priced())).toMatchObject({ total: "0.00", currency: "EUR" });
    expect(orderOf(priced("5 USD", "1.5 USD"))).toMatchObject({ total: "6.50", currency: "USD" });
  });

  it("is exact to the cent for any prices and quantities, or out of range", () => {
    const cents = fc.oneof(fc.bigInt(0n, 10n ** 14n - 1n), fc.bigInt(0n, 999n));
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, fc.integer({ min: 1, max: 3 })), { maxLength: 9 }), given => {
        const text = (amount: bigint) => `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`;
        const units = given.flatMap(([amount, count], at) =>
          Array.from({ length: count }, () => ({ state: null, variant: `v${at}`, price: text(amount) })),
        );
        const sum = given.reduce((all, [amount, count]) => all + amount * BigInt(count), 0n);
        const row = toOrderRow(shipment(units));
        expect("order" in row ? row.order.total : row.code).toBe(sum < 10n ** 14n ? text(sum) : "out_of_range");
      }),
    );
  });

  it("in several currencies is a problem of the shipment", () => {
    expect(toOrderRow(priced("1 EUR", "1 USD"))).toMatchObject({ source: "shipment-1", code: "mixed_currencies" });
  });

  it("gives its currency to pieces without a price", () => {
    const unit = { id: "u", state: null, variant: null };
    const given = { ...priced("1 CHF"), units: [unit, ...priced("1 CHF").units] };
    expect(linesOf(given).map(line => [line.price, line.currency])).toEqual([
      ["0", "CHF"],
      ["1.00", "CHF"],
    ]);
  });
});

describe("the pieces of a shipment", () => {
  it("become one line per article, with how many there are and how many are available", () => {
    const given = shipment([
      { state: "confirmed_available", variant: "a" },
      { state: "confirmed_unavailable", variant: "b" },
      { state: "returned", variant: "a" },
      { state: "unconfirmed", variant: "a" },
    ]);
    expect(linesOf(given).map(({ variant, quantity, available }) => [variant, quantity, available])).toEqual([
      ["a", 3, 2],
      ["b", 1, 0],
    ]);
  });

  it("whose article is gone stand for themselves, under keys of their own", () => {
    const given = shipment([
      { state: null, variant: null },
      { state: null, variant: "a" },
      { state: null, variant: null },
    ]);
    expect(linesOf(given).map(({ variant, quantity, title, price }) => [variant, quantity, title, price])).toEqual([
      [`unit:${given.units[0]?.id}`, 1, "Unnamed article", "0"],
      ["a", 1, "a", "10.00"],
      [`unit:${given.units[2]?.id}`, 1, "Unnamed article", "0"],
    ]);
  });

  it("are all there, in lines whose keys never repeat, whatever was sent", () => {
    const unit = fc.record({
      state: fc.option(fc.constantFrom("unconfirmed", "confirmed_available", "confirmed_unavailable", "returned")),
      variant: fc.option(fc.constantFrom("a", "b", "c", "d")),
    });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), given => {
        const lines = linesOf(shipment(given));
        expect(lines.reduce((sum, line) => sum + line.quantity, 0)).toBe(given.length);
        expect(new Set(lines.map(line => line.variant)).size).toBe(lines.length);
        expect(lines.filter(line => line.available > line.quantity)).toEqual([]);
      }),
    );
  });
});

describe("who ordered and what", () => {
  it("the recipient's name, else the payer's, else a company's, else nothing", () => {
    const address = { firstName: "Léa", lastName: "Weber", company: "Weber & Co" };
    expect(orderOf(shipment([], { shipAddress: address })).customer).toBe("Léa Weber");
    expect(orderOf(shipment([], { shipAddress: { company: "Weber & Co" } })).customer).toBe("Weber & Co");
    expect(orderOf(shipment([], { shipAddress: {}, billAddress: address })).customer).toBe("Léa Weber");
    expect(orderOf(shipment([])).customer).toBe("");
  });

  it("an article is called as in the customer's language, else in one we have", () => {
    const titled = (names: Record<string, string | null>, locale: string | null) =>
      linesOf(shipment([{ state: null, variant: "a", names }], { locale }))[0]?.title;
    const names = { en: "Bread", fr: "Pain", de: "Brot" };
    expect(titled(names, "fr")).toBe("Pain");
    expect(titled(names, "de")).toBe("Brot");
    expect(titled(names, "lb")).toBe("Bread");
    expect(titled(names, null)).toBe("Bread");
    expect(titled({ fr: "Pain" }, "de")).toBe("Pain");
    expect(titled({}, "de")).toBe("SKU-a");
  });

  it("an order without a number goes by its id", () => {
    expect(orderOf(shipment([], { number: null })).number).toBe("order-1");
  });
});
