import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readShipment, type Shipment } from "../client/shipment";
import { toOrderColumns } from "./order-rows";

type Piece = { state: string | null; variant: string | null; price?: number; names?: Record<string, string | null> };

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
const orderOf = (given: Shipment) => toOrderColumns([given]).orders[0];
const linesOf = (given: Shipment) => toOrderColumns([given]).lines;

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
    expect(orderOf(shipment(pieces(...states)))?.status).toBe(status);
  });
});

describe("an order's total", () => {
  it("is the order's own, else the sum of its pieces", () => {
    expect(orderOf(shipment(pieces("unconfirmed")))).toMatchObject({ total: "12.30", currency: "EUR" });
    const priced = [
      { state: null, variant: "a", price: 0.1 },
      { state: null, variant: "a", price: 0.1 },
      { state: null, variant: "b", price: 0.2 },
    ];
    expect(orderOf(shipment(priced, { total: null }))).toMatchObject({ total: "0.40", currency: "EUR" });
    expect(orderOf(shipment([], { total: null }))).toMatchObject({ total: "0.00", currency: "EUR" });
  });

  it("is exact to the cent for any prices and quantities", () => {
    const priced = fc.array(fc.record({ variant: fc.nat(20), cents: fc.nat(10_000_000) }), { maxLength: 40 });
    fc.assert(
      fc.property(priced, given => {
        const cents = new Map(given.map(({ variant, cents }) => [variant, cents]));
        const units = given.map(({ variant }) => ({
          state: null,
          variant: `v${variant}`,
          price: (cents.get(variant) ?? 0) / 100,
        }));
        const expected = given.reduce((sum, { variant }) => sum + (cents.get(variant) ?? 0), 0);
        expect(orderOf(shipment(units, { total: null }))?.total).toBe((expected / 100).toFixed(2));
      }),
    );
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
      ["unit-0", 1, "Unnamed article", "0"],
      ["a", 1, "a", "10.00"],
      ["unit-2", 1, "Unnamed article", "0"],
    ]);
  });

  it("are all there, in lines whose keys never repeat, whatever was sent", () => {
    const unit = fc.record({
      state: fc.option(fc.constantFrom("unconfirmed", "confirmed_available", "confirmed_unavailable", "returned")),
      variant: fc.option(fc.constantFrom("a", "b", "c", "d")),
    });
    fc.assert(
      fc.property(fc.array(fc.array(unit, { maxLength: 12 }), { maxLength: 5 }), given => {
        const { orders, lines } = toOrderColumns(given.map((units, at) => ({ ...shipment(units), id: `s${at}` })));
        expect(orders.map(order => order.shipment)).toEqual(given.map((_, at) => `s${at}`));
        expect(lines.reduce((sum, line) => sum + line.quantity, 0)).toBe(given.flat().length);
        expect(new Set(lines.map(line => `${line.shipment} ${line.variant}`)).size).toBe(lines.length);
        expect(lines.filter(line => line.available > line.quantity)).toEqual([]);
      }),
    );
  });
});

describe("who ordered and what", () => {
  it("the recipient's name, else the payer's, else a company's, else nothing", () => {
    const address = { firstName: "Léa", lastName: "Weber", company: "Weber & Co" };
    expect(orderOf(shipment([], { shipAddress: address }))?.customer).toBe("Léa Weber");
    expect(orderOf(shipment([], { shipAddress: { company: "Weber & Co" } }))?.customer).toBe("Weber & Co");
    expect(orderOf(shipment([], { shipAddress: {}, billAddress: address }))?.customer).toBe("Léa Weber");
    expect(orderOf(shipment([]))?.customer).toBe("");
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
    expect(orderOf(shipment([], { number: null }))?.number).toBe("order-1");
  });
});
