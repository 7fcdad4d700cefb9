import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { driftOf } from "@/lib/platform/testing/drift";
import { isFull } from "@/lib/platform/testing/full-form";
import { countShipments, fetchShipmentPage } from "./letzshop";
import { readShipment } from "./shipment";

const numRuns = isFull ? 5_000 : 400;
let body = "";
const server = createServer((_, response) => response.end(body));
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const names = { en: "Honey", fr: "Miel", de: "Honig" };
const address = {
  ...{ firstName: "Léa", lastName: "Weber", company: null, streetName: "Rue", streetNumber: "1", city: "Esch" },
  ...{
    zipCode: "L-4000",
    phone: "+352621000001",
    country: { iso: "LU", name: { en: "Luxembourg", fr: null, de: null } },
  },
};
const node = (id: string) => ({
  ...{ id, number: `H${id}`, state: "confirmed" },
  order: {
    ...{ id: `o${id}`, number: `R${id}`, email: "a@example.com", completedAt: new Date().toISOString(), locale: "fr" },
    ...{ shipAddress: address, billAddress: address },
  },
  inventoryUnits: ["u1", "u2"].map(unit => ({
    ...{ id: `${id}-${unit}`, state: "confirmed_available" },
    variant: {
      ...{ id: `v-${unit}`, sku: "S", mpn: "M", price: 6.15, tradeId: { number: "4006381333931", parser: "gtin13" } },
      product: { name: names, _brand: { name: "Bee" } },
    },
  })),
});
const whole = {
  data: { shipments: { nodes: ["a", "b", "c"].map(node), pageInfo: { hasNextPage: true, endCursor: "next" } } },
};

const access = { apiKey: "key", url, privateOrigins: [url], retry: { retries: 0 } };
const since = new Date(Date.now() - 86_400_000);
const readPage = () => fetchShipmentPage({ ...access, state: "confirmed", after: null, since });

/** A failure of the border's own making: anything else, a TypeError above all, is a bug. */
function expectTold(thrown: unknown): void {
  expect(thrown).toBeInstanceOf(OutboundError);
  expect(thrown).toMatchObject({ kind: "unexpected", reason: "bad_body", upstream: "letzshop" });
}

describe("whatever Letzshop's answers become", () => {
  test("bar 95: an answer that drifted is read, or has errors of rows, or is told as unexpected", async () => {
    const seen = { read: 0, rowErrors: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(driftOf(whole), async drifted => {
        body = JSON.stringify(drifted);
        try {
          const page = await readPage();
          seen[page.errors.length > 0 ? "rowErrors" : "read"] += 1;
        } catch (thrown) {
          seen.refused += 1;
          expectTold(thrown);
        }
      }),
      { numRuns },
    );
    // Each way is really gone.
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(numRuns / 40);
  }, 120_000);

  test("bar 95: any JSON at all, and any text, is told as unexpected", async () => {
    const given = fc.oneof(
      fc.jsonValue().map(value => JSON.stringify(value)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(given, async text => {
        body = text;
        await readPage().then(() => expect.fail("this is no page"), expectTold);
      }),
      { numRuns },
    );
  }, 120_000);

  test("bar 95: a count over drifted pages is a number or told as unexpected", async () => {
    const last = {
      data: { shipments: { ...whole.data.shipments, pageInfo: { hasNextPage: false, endCursor: null } } },
    };
    await fc.assert(
      fc.asyncProperty(driftOf(last), async drifted => {
        body = JSON.stringify(drifted);
        const counted = await countShipments({ ...access, since }).catch((thrown: unknown) => expectTold(thrown));
        if (counted) expect(counted.total).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: numRuns / 4 },
    );
  }, 120_000);

  test("bar 95: a shipment that drifted is read, or named with the field that cannot be", () => {
    fc.assert(
      fc.property(driftOf(node("a")), drifted => {
        const read = readShipment(drifted);
        if (read.ok) expect(read.shipment.id).not.toBe("");
        else expect([typeof read.error.field, read.error.message]).toEqual(["string", expect.stringMatching(/./)]);
      }),
      { numRuns: numRuns * 4 },
    );
  }, 120_000);
});
