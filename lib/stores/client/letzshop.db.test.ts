import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { giveUpSeats } from "@/lib/platform/outbound/seats";
import { startSandbox } from "../../sandbox";
import { isGtin } from "./gtin";
import { countShipments, fetchShipmentPage, shipmentPages } from "./letzshop";
import type { LetzshopAccess } from "./letzshop-call";
import { testKey } from "./test-key";

const days = 24 * 60 * 60 * 1000;
const quick = { baseMs: 1, maxWaitMs: 1_500 };
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let access: LetzshopAccess;
const since = new Date(Date.now() - 90 * days);

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, latencyMs: 0, shipments: 320 });
  access = {
    apiKey: "ls_sandbox_key",
    url: `${sandbox.url}/letzshop/graphql`,
    privateOrigins: [sandbox.url],
    retry: quick,
  };
});
afterAll(() => sandbox.close());
afterEach(async () => {
  await fetch(`${sandbox.url}/_faults`, { method: "DELETE" });
  // One good answer, or the outages of one test would open the circuit for the next.
  await testKey({ ...access, shopSlug: "demo-shop" });
  await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
});

async function fault(rule: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${sandbox.url}/_faults`, {
    method: "PUT",
    body: JSON.stringify({ upstream: "letzshop", ...rule }),
  });
  expect(answer.status).toBe(200);
}

const checksOf = (addressAnswers: string, keyAccepted: string, mayReadShipments: string, shopFound: string) => {
  return { addressAnswers, keyAccepted, mayReadShipments, shopFound };
};

async function calls(): Promise<{ operation: string; authorization: string; detail: { variables: unknown } }[]> {
  return (await (await fetch(`${sandbox.url}/_calls?upstream=letzshop`)).json()) as never;
}

describe("testing a key", () => {
  test("a good key names the shop", async () => {
    const result = await testKey({ ...access, shopSlug: "demo-shop" });
    const checks = checksOf("ok", "ok", "ok", "ok");
    expect(result).toEqual({ ok: true, checks, shopId: expect.any(String), shopName: "Épicerie du Grund" });
    expect((await calls()).map(call => call.operation)).toEqual(["shipments", "vendor"]);
    expect(JSON.stringify(await calls())).not.toContain("ls_sandbox_key");
  });

  test("our own budget is not told as Letzshop's: where no seat comes free nobody was asked, and soon", async () => {
    await testKey({ ...access, shopSlug: "demo-shop" }); // makes the seats
    await giveUpSeats();
    await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
    const hold = (until: string) =>
      transaction(
        "system",
        tx => tx.$executeRaw`
          UPDATE upstream_seat SET holder = 'imports', until = now() + ${until}::interval WHERE upstream = 'letzshop'`,
      );
    await hold("1 minute");
    const refusal = { code: "unavailable", status: 503, message: "letzshopBusy", retryAfterSeconds: 5 };
    await expect(testKey({ ...access, shopSlug: "demo-shop" })).rejects.toMatchObject(refusal);
    expect(await calls()).toEqual([]);
    await hold("0 seconds");
  });

  test.each([
    ["ls_wrong_key", "auth", undefined, checksOf("ok", "failed", "not_tried", "not_tried")],
    ["key with\nnewline", "auth", undefined, checksOf("ok", "failed", "not_tried", "not_tried")],
    ["", "auth", undefined, checksOf("ok", "failed", "not_tried", "not_tried")],
    ["ls_noperm_key", "permission", undefined, checksOf("ok", "ok", "failed", "not_tried")],
    ["ls_limited_key", "rate_limit", 30, checksOf("ok", "not_tried", "not_tried", "not_tried")],
  ])("key %j is told apart as %s", async (apiKey, kind, retryAfterSeconds, checks) => {
    const result = await testKey({ ...access, apiKey, shopSlug: "demo-shop" });
    expect(result).toEqual({ ok: false, checks, class: kind, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) });
  });

  test("an unknown shop is a wrong address", async () => {
    const checks = checksOf("ok", "ok", "ok", "failed");
    const result = await testKey({ ...access, shopSlug: "no-such-shop" });
    expect(result).toEqual({ ok: false, checks, class: "wrong_address" });
  });

  test("a private address is refused unless the configuration allows it", async () => {
    const result = await testKey({ ...access, privateOrigins: [], shopSlug: "demo-shop" });
    const checks = checksOf("failed", "not_tried", "not_tried", "not_tried");
    expect(result).toEqual({ ok: false, checks, class: "wrong_address" });
    expect(await calls()).toEqual([]);
  });

  test.each([
    ["401", "auth"],
    ["403", "permission"],
    ["404", "wrong_address"],
    ["429", "rate_limit"],
    ["500", "unreachable"],
    ["503", "unreachable"],
    ["reset", "unreachable"],
    ["cut", "unreachable"],
    ["html", "unexpected"],
    ["malformed", "unexpected"],
    ["huge", "unexpected"],
  ])("fault %s is told apart as %s", async (name, kind) => {
    await fault({ fault: name });
    expect(await testKey({ ...access, shopSlug: "demo-shop" })).toMatchObject({ ok: false, class: kind });
  });

  test.each([
    ["401", "auth"],
    ["429", "rate_limit"],
    ["503", "unreachable"],
    ["malformed", "unexpected"],
  ])("fault %s at the shop alone leaves what was proved before", async (name, kind) => {
    await fault({ fault: name, operation: "vendor" });
    const checks = checksOf("ok", "ok", "ok", "not_tried");
    expect(await testKey({ ...access, shopSlug: "demo-shop" })).toMatchObject({ ok: false, class: kind, checks });
  });
});

test("a hanging upstream is unreachable after two tries", async () => {
  await fault({ fault: "hang" });
  const result = await testKey({ ...access, headersMs: 200, shopSlug: "demo-shop" });
  const checks = checksOf("failed", "not_tried", "not_tried", "not_tried");
  expect(result).toEqual({ ok: false, checks, class: "unreachable" });
  expect(await calls()).toHaveLength(2);
});

describe("counting", () => {
  test("counts what the pages hold, without what is older", async () => {
    const count = await countShipments({ ...access, since });
    expect(count.total).toBeGreaterThanOrEqual(320);
    const all = await everyShipment();
    expect(all.length).toBe(count.total);
    const everything = await countShipments({ ...access, since: new Date(0) });
    expect(everything.total).toBeGreaterThan(count.total);
  });

  test("shipments that come twice are counted once", async () => {
    const before = await countShipments({ ...access, since });
    await fault({ fault: "duplicates" });
    expect(await countShipments({ ...access, since })).toEqual(before);
  });

  test("pages without an end are found out", async () => {
    await fault({ fault: "endless" });
    await expect(countShipments({ ...access, since })).rejects.toMatchObject({ kind: "unexpected" });
    await expect(everyShipment()).rejects.toMatchObject({ kind: "unexpected" });
    expect((await calls()).length).toBeLessThan(12);
  });

  test("two bad answers are survived, a bad key is asked once", async () => {
    await fault({ fault: "503", times: 2 });
    expect((await countShipments({ ...access, since })).total).toBeGreaterThan(0);
    await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
    await expect(countShipments({ ...access, apiKey: "other", since })).rejects.toMatchObject({ kind: "auth" });
    expect(await calls()).toHaveLength(1);
  });
});

describe("reading pages", () => {
  test("orders are believable and one unit is one piece", async () => {
    const shipments = await everyShipment();
    expect(new Set(shipments.map(shipment => shipment.id)).size).toBe(shipments.length);
    for (const shipment of shipments) {
      expect(shipment.order.completedAt?.getTime()).toBeGreaterThanOrEqual(since.getTime());
      expect(shipment.units.length).toBeGreaterThanOrEqual(1);
      for (const { variant } of shipment.units) {
        expect(isGtin(variant?.gtin ?? "")).toBe(true);
        expect(variant?.price?.amount).toMatch(/^\d+\.\d\d$/);
      }
    }
  });

  test("a changed shape gives row errors and never an exception of ours", async () => {
    await fault({ fault: "drift" });
    const page = await fetchShipmentPage({ ...access, state: "confirmed", after: null, since });
    expect(page.errors.length).toBeGreaterThan(5);
    expect(page.shipments.length).toBeGreaterThan(50);
    expect(page.shipments[0]?.units[0]?.variant?.price?.amount).toMatch(/^\d+\.\d\d$/);
  });

  test("a signal ends a hanging call", async () => {
    await fault({ fault: "hang" });
    const page = fetchShipmentPage({ ...access, state: "confirmed", after: null, since }, AbortSignal.timeout(100));
    await expect(page).rejects.toMatchObject({ kind: "unreachable" });
  });

  test("an unknown cursor is a refusal, not an empty list", async () => {
    const page = fetchShipmentPage({ ...access, state: "confirmed", after: "junk", since });
    await expect(page).rejects.toMatchObject({ kind: "unexpected" });
  });
});

async function everyShipment() {
  const found = [];
  for (const state of ["confirmed", "unconfirmed"] as const) {
    for await (const page of shipmentPages({ ...access, state, since })) found.push(...page.shipments);
  }
  return found;
}
