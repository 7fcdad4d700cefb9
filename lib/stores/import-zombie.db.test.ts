import { beforeAll, expect, test, vi } from "vitest";
import { openImportOffice } from "@/lib/platform/testing/import-staff";
import {
  beginImport,
  ended,
  everything,
  expectSameResult,
  type Importing,
  isMidway,
  look,
  until,
} from "@/lib/platform/testing/importing-store";

const office = await openImportOffice(100);
const takeOverMs = 20_000;
let undisturbed: Importing;

/** Who holds the import of orders, and who does not. */
const holderFirst = async (): Promise<[string, string]> =>
  (await office.holder()) === "anna" ? ["anna", "ben"] : ["ben", "anna"];

/** Wakes a frozen worker up and waits until it has noticed that it was replaced. */
async function wake(name: string): Promise<void> {
  office.named(name).wake();
  await vi.waitUntil(() => office.named(name).wasFenced, { timeout: 10_000 });
}

beforeAll(async () => {
  await office.employ("anna", "ben");
  undisturbed = await beginImport(office.sandboxUrl);
  expect(await until(undisturbed, ended)).toMatchObject({ status: "completed" });
}, 90_000);

test("a worker that wakes up while its successor is at work reads and writes nothing more, and leaves the job to it (bar 61)", async () => {
  const disturbed = await beginImport(office.sandboxUrl);
  await until(disturbed, seen => isMidway(seen.orders));
  const [frozen, successor] = await holderFirst();
  office.named(frozen).freeze();
  const { orders } = await look(disturbed);
  const goesOn = (seen: typeof orders) => seen.attempts === 2 && seen.done > orders.done;
  expect(await until(disturbed, seen => goesOn(seen.orders), takeOverMs)).toMatchObject({
    orders: { state: "running" },
  });

  const calls = await office.countCalls(frozen);
  await wake(frozen);
  expect(await office.countCalls(frozen), "pages it has read since").toBeLessThanOrEqual(calls + 1);
  expect(await until(disturbed, ended)).toMatchObject({
    status: "completed",
    orders: { attempts: 2 },
    products: { attempts: 1 },
  });
  expect(office.named(successor).wasFenced, "the successor was disturbed").toBe(false);
  await expectSameResult(disturbed, undisturbed);
}, 90_000);

test("a worker that wakes up after its successor has finished changes nothing at all (bar 61)", async () => {
  const disturbed = await beginImport(office.sandboxUrl);
  await until(disturbed, seen => isMidway(seen.products));
  const [frozen] = await holderFirst();
  office.named(frozen).freeze();
  await until(disturbed, seen => seen.products.attempts === 2, takeOverMs);
  expect(await until(disturbed, ended)).toMatchObject({ status: "completed", products: { attempts: 2 } });
  await vi.waitUntil(async () => (await everything(disturbed)).unfinished === 0, { timeout: 10_000 });
  const before = await everything(disturbed);
  await wake(frozen);
  expect(await everything(disturbed)).toEqual(before);
  await expectSameResult(disturbed, undisturbed);
}, 90_000);
