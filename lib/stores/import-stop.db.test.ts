import { beforeAll, expect, test, vi } from "vitest";
import { env } from "@/lib/platform/env";
import { withConnection } from "@/lib/platform/testing/database";
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
import { cancelImport } from "./service/cancel-import";

// Pages slow enough that the middle of an import is not missed.
const office = await openImportOffice(300);
let undisturbed: Importing;
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Ends every connection to the database but its own; answers how many. */
const cutAll = (): Promise<number> =>
  withConnection(env.databaseUrl, async client => {
    const { rowCount } = await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'gangway%'",
    );
    return rowCount ?? 0;
  });

beforeAll(async () => {
  await office.employ("anna");
  undisturbed = await beginImport(office.sandboxUrl, 2000);
  expect(await until(undisturbed, ended)).toMatchObject({ status: "completed" });
}, 300_000);

test("bar 65: a worker told to stop amid an import leaves at its next page with 0, once or twice told, and another goes on there at once", async () => {
  const disturbed = await beginImport(office.sandboxUrl, 2000);
  await until(disturbed, seen => isMidway(seen.orders));
  const stopped = office.named("anna");
  const [first] = await Promise.all([stopped.stop(), pause(20).then(() => stopped.stop())]);
  expect(first).toMatchObject({ code: 0 });
  expect(first.seconds).toBeLessThan(30);
  const left = await look(disturbed);
  expect(left.orders).toMatchObject({ state: "pending", attempts: 0 });
  await office.employ("ben");
  expect(await until(disturbed, ended)).toMatchObject({
    status: "completed",
    orders: { attempts: 1 },
    products: { attempts: 1 },
  });
  await expectSameResult(disturbed, undisturbed);
}, 300_000);

test("bar 72, A20: an import that is stopped while a worker is at it stays as it is then, and its worker asks nothing more", async () => {
  const stopped = await beginImport(office.sandboxUrl, 2000);
  await until(stopped, seen => isMidway(seen.orders));
  await cancelImport({ storeId: stopped.storeId, userId: 1 });
  const { steps, runs } = await everything(stopped);
  const calls = await office.countCalls("ben");
  await pause(4000);
  expect(await office.countCalls("ben"), "at most the page that was under way").toBeLessThanOrEqual(calls + 1);
  const after = await everything(stopped);
  expect([after.steps, after.runs]).toEqual([steps, runs]);
  expect((await look(stopped)).status).toBe("cancelled");
  expect(after.unfinished, "the queue holds nothing of it").toBe(0);
}, 300_000);

test("bar 66: all connections are cut ten times amid an import: it ends as an undisturbed one, and no worker dies of it", async () => {
  const disturbed = await beginImport(office.sandboxUrl, 2000);
  await until(disturbed, seen => seen.orders.state === "running");
  // Whoever lost its connections takes new ones: the next cut waits for those.
  for (let cut = 0; cut < 10; cut++)
    await vi.waitUntil(async () => (await cutAll()) > 2, { timeout: 30_000, interval: 300 });
  const seen = await until(disturbed, ended);
  expect(seen).toMatchObject({ status: "completed" });
  await expectSameResult(disturbed, undisturbed);
  expect(await office.named("ben").stop()).toMatchObject({ code: 0 });
}, 300_000);
