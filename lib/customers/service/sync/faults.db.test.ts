import { beforeEach, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import {
  beginSync,
  type CustomerRun,
  clientOf,
  goodSecret,
  newCustomer,
  newStaff,
  openZuora,
  partOf,
  reportOf,
  runSync,
  silence,
  syncAgain,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { changesOf, keptOf, worldOf } from "@/lib/platform/testing/zuora-world";
import { findBaseUrl } from "../../client/zuora-hosts";
import { readReadiness } from "../../queries/readiness";
import { workflowId } from "../../sandbox/workflows";
import { keepClient } from "../zuora-client";

const zuora = await openZuora({ workflows: 12, tasks: 2 });
const admin = await newStaff();
beforeEach(() => zuora.mend());

const idOf = (at: number) => String(workflowId(at));
const all = Array.from({ length: 12 }, (_, at) => at);
const system = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction("system", work);

async function newSynced(of: Parameters<typeof newCustomer>[2] = {}): Promise<CustomerRun> {
  const at = await newCustomer(admin, zuora, { ...of, configuration: { pageSize: 5, ...of.configuration } });
  await workToEnd(at);
  return at;
}

/** Where what is wrong with a customer's client is mended. */
async function wayOf({ customerId }: CustomerRun) {
  const needs = (await system(tx => readReadiness(tx, [customerId]))).get(customerId) ?? [];
  return needs.find(({ code }) => code === "credentials")?.fixUrl;
}

/** Saves another client of the same customer, as an admin does while its sync goes on. */
const saveClient = ({ customerId }: CustomerRun, tenant: number) =>
  system(async tx => {
    const baseUrl = findBaseUrl(zuora.url);
    const client = { clientId: clientOf(tenant), clientSecret: goodSecret };
    if (baseUrl) await keepClient(tx, customerId, { baseUrl, ...client });
  });

test("bar 95: what has drifted is told of and costs only itself; what is listed and cannot be read stays", async () => {
  const at = await newSynced({ configuration: { pageSize: 50 } });
  zuora.fail("workflows", "drift", 1);
  const report = await syncAgain(at);
  // Of twelve one is null and one has no id, so they are looked for by theirs; one has a name that is no text.
  expect(report).toMatchObject({ workflows: { total: 12, unreadable: 1, unchanged: 11, deleted: 0 }, keptBack: 0 });
  expect(report.errors.map(({ zuoraId, code }) => [zuoraId, code])).toEqual([
    [null, "unreadable"],
    [null, "unreadable"],
    [idOf(7), "unreadable"],
  ]);
  expect(report.warnings).toEqual([expect.stringContaining("1 workflow of Zuora could not be read")]);
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
});

test("an empty list by mistake takes nothing away, nor one that lacks more than half; what is gone for good goes when somebody says so", async () => {
  const at = await newSynced();
  zuora.fail("workflows", "empty", 1);
  const empty = await syncAgain(at);
  expect(empty).toMatchObject({ workflows: { total: 0, deleted: 0 }, keptBack: 12 });
  expect(empty.warnings).toEqual([expect.stringContaining("Zuora lists none of 12 workflows")]);
  zuora.fail("workflows", "empty", 1);
  expect(await syncAgain(at, { acceptsDeletions: true }), "each is looked for before it goes").toMatchObject({
    workflows: { total: 12, deleted: 0 },
    keptBack: 0,
  });
  const world = await worldOf(zuora);
  for (const place of all.slice(0, 7)) zuora.change(place, null);
  const short = await syncAgain(at);
  expect(short).toMatchObject({ workflows: { total: 5, deleted: 0 }, keptBack: 7 });
  expect(short.warnings).toEqual([expect.stringContaining("more than half")]);
  expect(await keptOf(at)).toEqual(world);
  expect(await syncAgain(at, { acceptsDeletions: true })).toMatchObject({ workflows: { deleted: 7 }, warnings: [] });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
  zuora.change(7, null);
  zuora.change(8, null);
  expect(await syncAgain(at), "less than half goes unasked").toMatchObject({ workflows: { deleted: 2 }, keptBack: 0 });
});

test("429 in mid-paging waits for Zuora and goes on at its page without using up tries; an entry that a moving list passed over stays", async () => {
  const at = await newSynced();
  zuora.fail("workflows", "429", 1, { after: 1 });
  const run = await beginSync(at);
  const before = zuora.count("workflows");
  await workOff(run);
  const waiting = await partOf(at);
  expect(waiting).toMatchObject({ state: "retrying", attempts: 0, errorCode: "rate_limit", cursor: { next: 2 } });
  expect((waiting.nextAttemptAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(40_000);
  const asked = zuora.count("workflows");
  expect(asked - before).toBe(2);
  // The sixth takes the fifth place, on the page that was read already.
  zuora.change(0, null);
  // Who waited for a month is told of no more than fits.
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET started_at = started_at - interval '30 days' WHERE onboarding_id = ${run.onboardingId}`,
  );
  await workToEnd(run);
  expect(zuora.count("workflows") - asked).toBe(2);
  expect(await reportOf(at)).toMatchObject({
    workflows: { total: 12, unchanged: 12, deleted: 0 },
    durationMs: 2 ** 31 - 1,
  });
  expect(Object.keys(await keptOf(at))).toContain(idOf(5));
  await syncAgain(at);
  expect(await keptOf(at)).toEqual(await worldOf(zuora));
});

test("bar 92: entries that are listed twice count once; a list without an end is refused and takes nothing away", async () => {
  zuora.fail("workflows", "duplicates");
  const at = await newSynced();
  expect(await reportOf(at)).toMatchObject({ workflows: { total: 12, created: 12, updated: 0, unchanged: 0 } });
  zuora.mend();
  zuora.fail("workflows", "endless");
  await workToEnd(await beginSync(at));
  expect(await partOf(at)).toMatchObject({ state: "failed", errorCode: "unexpected" });
  expect(Object.keys(await keptOf(at))).toHaveLength(12);
});

test("a token that ends in mid-paging is replaced once; one that is refused again makes the sync wait for other credentials", async () => {
  const at = await newSynced();
  const tokens = zuora.count("token");
  zuora.fail("workflows", "401", 1, { after: 1 });
  expect((await syncAgain(at)).workflows.unchanged).toBe(12);
  expect(zuora.count("token")).toBe(tokens + 1);
  zuora.fail("workflows", "401");
  await workOff(await beginSync(at));
  expect(await partOf(at)).toMatchObject({ state: "waiting", waitingFor: "zuora_client", errorCode: "auth" });
  expect(await wayOf(at), "the field that mends it").toMatch(/\/credentials#field-zuoraClientSecret$/);
  zuora.mend();
  const other = await newSynced();
  zuora.fail("workflows", "404");
  await workOff(await beginSync(other));
  expect(await partOf(other), "as a proof says it").toMatchObject({ state: "waiting", errorCode: "wrong_address" });
  expect(await wayOf(other), "the field that mends it").toMatch(/\/credentials#field-zuoraBaseUrl$/);
});

test("exports that fail only warn and are read by the next sync; a right that is missing is one warning and not a call for each", async () => {
  const at = await newCustomer(admin, zuora);
  zuora.fail("export", "malformed", 2, { after: 1 });
  zuora.fail("export", "empty", 1, { after: 3 });
  await workToEnd(at);
  const report = await reportOf(at);
  expect(report).toMatchObject({ exports: { read: 9, failed: 3 }, errors: [{}, {}, {}] });
  expect(report.errors[0]).toMatchObject({ zuoraId: expect.any(String), name: expect.any(String), code: "unexpected" });
  expect(report.warnings).toEqual([expect.stringContaining("What is in 3 workflows could not be read")]);
  expect(
    await system(tx => tx.workflow.count({ where: { customerId: at.customerId, exportError: { not: null } } })),
  ).toBe(3);
  zuora.mend();
  expect(await syncAgain(at)).toMatchObject({ exports: { read: 3, failed: 0 }, warnings: [] });
  expect(await keptOf(at)).toEqual(await worldOf(zuora));

  const poor = await newSynced({ tenant: 4, configuration: { withExports: false } });
  await system(tx => tx.customer.update({ where: { id: poor.customerId }, data: { withExports: true } }));
  const before = zuora.count("export");
  const refused = await syncAgain(poor);
  expect(refused).toMatchObject({ exports: { read: 0, unchanged: 0, failed: 12 }, errors: [], tasks: 0 });
  expect(refused.warnings).toEqual(["The client may not export workflows, so their tasks are not known."]);
  expect(zuora.count("export") - before).toBeLessThan(12);
});

test("credentials that are changed in mid-sync stop it at its next page, and it goes on with the new ones; another tenant's are refused", async () => {
  const at = await newSynced();
  zuora.change(1, { description: "Other words" });
  const run = await beginSync(at);
  const change = async (page: number) => page === 1 && (await saveClient(at, 1));
  await expect(runSync(run, change)).rejects.toMatchObject({ cause: { code: "other_client" }, seconds: 1 });
  expect((await partOf(at)).cursor).toMatchObject({ next: 2 });
  const lists = zuora.count("workflows");
  await silence(at);
  await workToEnd(run);
  // What another client is shown may be another list.
  expect(zuora.count("workflows") - lists).toBe(3);
  expect(await reportOf(at)).toMatchObject({ workflows: { updated: 1, deleted: 0 } });
  expect(await changesOf(run)).toHaveLength(1);
  const kept = await keptOf(at);
  await saveClient(at, 2);
  await workToEnd(await beginSync(at));
  expect(await partOf(at)).toMatchObject({ state: "failed", errorCode: "other_tenant" });
  expect(await keptOf(at)).toEqual(kept);
});
