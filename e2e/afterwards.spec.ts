import { expect } from "@playwright/test";
import { findSecrets, listCanaries, readServed, unpack } from "@/lib/platform/testing/canaries";
import { dumpTables, findTraces, listSealedColumns, readLogs, type Traces } from "@/lib/platform/testing/traces";
import { secretPlaces } from "@/lib/secrets";
import { test } from "./fixtures";

// Runs when all other browser tests are through (playwright.config.ts), and looks at what they have left.
const found = (traces: Traces) => findSecrets(traces, listCanaries());

test("bar 55: no key that was typed and no secret of ours is in any table, in any form", async () => {
  test.setTimeout(180_000);
  const dump = unpack(await dumpTables());
  expect(dump.get("letzshop_credential")?.length, "stores have given their keys").toBeGreaterThan(10);
  expect(findTraces(dump, /demo-shop/).length, "and what is no secret is found").toBeGreaterThan(10);
  expect([...dump.keys()]).toEqual(expect.arrayContaining(["pgboss.job_common", "audit_entry", "outbox_message"]));
  expect(found(dump)).toEqual([]);
});

test("bar 55: nor in a log", () => {
  const logs = readLogs();
  expect(findTraces(logs, /"job done"/).length, "jobs were logged").toBeGreaterThan(10);
  expect(found(logs)).toEqual([]);
});

test("bar 55: nor in a file that a browser may be given", () => {
  const served = readServed();
  expect(findTraces(served, /onRecoverableError/).length, "React is there").toBeGreaterThan(0);
  expect(found(served)).toEqual([]);
});

test("what is encrypted stands in columns that a rotation knows", async () => {
  const known = secretPlaces.map(({ table, column }) => `${table}.${column}`);
  expect((await listSealedColumns()).sort()).toEqual([...known, "encryption_key.canary"].sort());
});
