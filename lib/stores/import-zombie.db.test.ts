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

const office = await openImportOffice();
const takeOverMs = 20_000;
let undisturbed: Importing;

beforeAll(async () => {
  await office.employ("anna", "ben");
  undisturbed = await beginImport(office.sandboxUrl);
  expect(await until(undisturbed, ended)).toMatchObject({ status: "completed" });
}, 90_000);

test("a worker that was frozen and replaced changes nothing when it wakes up, in mid-import or after it (bar 61)", async () => {
  const disturbed = await beginImport(office.sandboxUrl);
  await until(disturbed, seen => isMidway(seen.orders));
  const [first, second] = (await office.holder()) === "anna" ? ["anna", "ben"] : ["ben", "anna"];
  office.named(first).freeze();
  const frozenAt = await look(disturbed);

  // It wakes up while its successor is still at the same part.
  const next = await until(
    disturbed,
    ({ orders }) => orders.attempts === 2 && orders.done > frozenAt.orders.done,
    takeOverMs,
  );
  expect(next.orders.state).toBe("running");
  const callsBefore = await office.countCalls(first);
  office.named(first).wake();
  await vi.waitUntil(() => office.named(first).wasFenced, { timeout: 10_000 }).catch(() => console.warn(JSON.stringify(office.named(first).lines, null, 1), JSON.stringify(office.named(second).lines.slice(-3), null, 1)));
  expect(await office.countCalls(first), "it reads no further page").toBeLessThanOrEqual(callsBefore + 1);

  // Its successor is frozen in the next part and wakes up when everything is over.
  const { orders } = await until(disturbed, seen => isMidway(seen.products));
  expect(orders).toMatchObject({ state: "done", attempts: 2 });
  expect(office.named(second).wasFenced, "the successor was not disturbed").toBe(false);
  office.named(second).freeze();
  await until(disturbed, seen => seen.products.attempts === 2, takeOverMs);
  expect(await until(disturbed, ended)).toMatchObject({ status: "completed" });
  const before = await settled(disturbed);
  office.named(second).wake();
  await vi.waitUntil(() => office.named(second).wasFenced, { timeout: 10_000 });
  expect(await everything(disturbed)).toEqual(before);
  await expectSameResult(disturbed, undisturbed);
}, 120_000);

/** What stands when the queue has noted that the job is done, too. */
async function settled(at: Importing) {
  await vi.waitUntil(async () => (await everything(at)).openJobs === 0, { timeout: 10_000 });
  return everything(at);
}
