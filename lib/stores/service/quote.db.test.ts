import { expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { seatsKeptForJobs, upstreamSeats } from "@/lib/platform/outbound/upstreams";
import { newStoreRun } from "@/lib/platform/testing/store-run";
import { openTestShop, wireShipment } from "@/lib/platform/testing/test-shop";
import { closeKey } from "./letzshop-key";
import { quoteImport } from "./quote";

const shop = await openTestShop();
shop.shipments.unconfirmed = [wireShipment("one", [10])];
const input = { daysBack: 90, includeProducts: false };
const system = <T>(go: Parameters<typeof transaction<T>>[1]) => transaction("system", go);

/** Somebody with a store of their own, in the middle of its set-up. */
async function newOwner() {
  const { storeId } = await newStoreRun();
  const { id: userId } = await system(tx => tx.user.create({ data: {}, select: { id: true } }));
  return { userId, storeId };
}

test("bar 89, A19: a store is quoted one import at a time and nobody else waits for it; most seats stay for jobs", async () => {
  const [one, other] = [await newOwner(), await newOwner()];
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<undefined>();
  shop.beforeAnswer = () => {
    arrived.resolve();
    return held.promise;
  };
  const slow = quoteImport(one, input);
  await arrived.promise;
  const seats = await system(
    tx => tx.$queryRaw<{ number: number }[]>`
      SELECT number FROM upstream_seat WHERE upstream = 'letzshop' AND until > now()`,
  );
  expect(seats.map(({ number }) => number)).toEqual([upstreamSeats.letzshop - (seatsKeptForJobs.letzshop ?? 0)]);
  shop.beforeAnswer = () => undefined;
  await expect(quoteImport(one, input)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 3 });
  expect(await quoteImport(other, input), "another store is quoted").toMatchObject({ orders: 1 });
  held.resolve(undefined);
  expect(await slow).toMatchObject({ orders: 1 });
  expect(await quoteImport(one, input), "the next may begin").toMatchObject({ orders: 1 });
});

test("A19: a key that does not open is marked by a quote as by any use, and what can be told is told", async () => {
  const owner = await newOwner();
  const { storeId } = owner;
  // The secret of another row: what a backup that was put back wrongly leaves.
  const apiKey = closeKey(storeId + 100_000, "key");
  await system(tx => tx.letzshopCredential.update({ where: { storeId }, data: { apiKey } }));
  expect(await quoteImport(owner, input)).toMatchObject({ orders: null, productRows: null, apiCalls: null });
  const kept = await system(tx => tx.letzshopCredential.findUniqueOrThrow({ where: { storeId } }));
  expect(kept).toMatchObject({ brokenClass: "unreadable", toldAt: null });
  const alerts = await system(tx => tx.alert.findMany({ where: { rule: "unreadable_secret" } }));
  expect(alerts.map(({ detail }) => detail)).toContainEqual(expect.objectContaining({ row: storeId }));
});
