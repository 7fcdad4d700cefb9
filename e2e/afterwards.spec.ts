import { expect } from "@playwright/test";
import { findSecrets, listCanaries, readServed, unpack } from "@/lib/platform/testing/canaries";
import {
  dumpTables,
  findTraces,
  listKeptJobs,
  listSealedColumns,
  readLogs,
  type Traces,
} from "@/lib/platform/testing/traces";
import { secretPlaces } from "@/lib/secrets";
import { test } from "./fixtures";

// Runs when all other browser tests are through (playwright.config.ts), and looks at what they have left.
const found = (traces: Traces) => findSecrets(traces, listCanaries());

test("bar 55: no key that was typed and no secret of ours is in any table, in any form", async () => {
  const dump = unpack(await dumpTables());
  expect(dump.get("letzshop_credential")?.length, "stores have given their keys").toBeGreaterThan(10);
  expect(dump.get("credentials")?.length, "and agents theirs").toBeGreaterThan(2);
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
  const sealed = await listSealedColumns();
  expect([...known, "encryption_key.canary"]).toEqual(expect.arrayContaining(sealed));
  // Files and webhooks of the tests are gone by now, and with them what was sealed there.
  const lasting = known.filter(column => !/^(member_import|partner_webhook)\./.test(column));
  expect(sealed).toEqual(expect.arrayContaining(lasting));
});

// What a job may hold: names of ids, with what an id looks like; and what it is sorted by.
const isId = (name: string, value: unknown) =>
  /^(id|[a-z]+Id)$/.test(name) &&
  (Number.isSafeInteger(value) || /^(msg_[\w-]{24}|msg_none|[0-9a-f-]{36})$/.test(String(value)));
const isKey = (key: string | null) => key === null || /^(\d{1,10}|msg_[\w-]{24})$/.test(key);
const isTenant = (tenant: string | null) =>
  tenant === null || /^[a-z]+:(\d{1,10}|(sub|acct)_[\w-]{1,60})$/.test(tenant);

test("bar 75: no job holds anything but ids, neither in its data nor in what it is sorted by", async () => {
  const kept = await listKeptJobs();
  expect(new Set(kept.map(({ name }) => name)).size, "several kinds of jobs have run").toBeGreaterThan(1);
  expect(kept.length).toBeGreaterThan(20);
  const odd = kept.filter(({ name, data, key, tenant }) => {
    if (name.startsWith("__pgboss")) return false;
    const fields = typeof data === "object" && data !== null ? Object.entries(data) : [["", data] as const];
    return !fields.every(([field, value]) => isId(field, value)) || !isKey(key) || !isTenant(tenant);
  });
  expect(odd.slice(0, 3)).toEqual([]);
  expect(
    kept.some(({ tenant }) => tenant?.startsWith("store:")),
    "the messages of stores take turns",
  ).toBe(true);
});
