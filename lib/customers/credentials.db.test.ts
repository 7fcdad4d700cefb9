import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test, vi } from "vitest";
import { evaluateAlerts } from "@/lib/platform/alerts/evaluate";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { listMessages } from "@/lib/platform/notifications/queries";
import {
  type CustomerRun,
  clientOf,
  goodSecret,
  newCustomer,
  newStaff,
  openZuora,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { withConnection } from "@/lib/platform/testing/database";
import { getCustomer } from "./queries/customers";
import { findBrokenCredentials, findFailingSyncs } from "./queries/failures";
import { getCustomerOnboarding } from "./queries/onboarding";
import { changeCustomer } from "./service/change-customer";
import { retryCustomer } from "./service/retry-customer";
import { syncNow } from "./service/sync-now";
import { testClient, testNewClient } from "./service/test-client";
import { testStoredClient } from "./service/test-due-clients";

const zuora = await openZuora();
const [admin, other] = [await newStaff(), await newStaff()];
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const address = "192.0.2.1";
const wrong = "wrong_0123456789abcdef";
beforeEach(() => {
  zuora.mend();
  // Nothing here is about how long a call waits between its tries.
  vi.spyOn(Math, "random").mockReturnValue(0);
});

const evaluate = async () => {
  await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
  await evaluateAlerts({ broken_credentials: findBrokenCredentials, failing_customer_syncs: findFailingSyncs });
};
const mailsTo = async ({ email }: { email: string }, about: string) =>
  (await listMessages({ to: email })).filter(({ subject, body }) => `${subject} ${body}`.includes(about));
const standing = ({ customerId }: CustomerRun) => getCustomerOnboarding(admin, customerId);
const partOf = async (at: CustomerRun, id = "credential_validation") =>
  (await standing(at)).steps.find(one => one.id === id);
const noticesOf = ({ customerId }: CustomerRun) =>
  system(tx =>
    tx.notice.findMany({
      where: { customerId },
      orderBy: { id: "asc" },
      select: { kind: true, href: true, values: true },
    }),
  );
const change = ({ customerId }: CustomerRun, input: Parameters<typeof changeCustomer>[0]["input"]) =>
  changeCustomer({ customerId, input }, admin, address);
const tryStored = ({ customerId }: CustomerRun) => testClient({ customerId, input: {} }, admin);
const auditsOf = async ({ customerId }: CustomerRun) =>
  (
    await system(tx => tx.auditEntry.findMany({ where: { subjectId: String(customerId) }, orderBy: { id: "asc" } }))
  ).map(({ action }) => action);

test("002, step 2: a wrong secret pauses at validation with one mail to each admin; the right one has it go on there by itself, and that is told", async () => {
  const at = await newCustomer(admin, zuora, { name: "Wrong Secret Ltd", zuoraClientSecret: wrong });
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({
    ...{ status: "waiting", waitingFor: "admin", currentStep: "credential_validation" },
    steps: [{ state: "done" }, { state: "waiting", error: { code: "auth" } }, { state: "pending" }],
  });
  const path = `/admin/customers/${at.customerId}/credentials`;
  for (let turn = 0; turn < 3; turn++) await evaluate();
  // Another wrong one, and another try with it: the same trouble.
  await change(at, { zuoraClientSecret: `${wrong}_again` });
  await workToEnd(at);
  await retryCustomer({ customerId: at.customerId, input: { all: false } }, admin);
  await workToEnd(at);
  await tryStored(at);
  await evaluate();
  for (const one of [admin, other]) {
    const mails = await mailsTo(one, "Wrong Secret Ltd");
    expect(mails.map(({ subject }) => subject)).toEqual(["Alert: A customer’s credentials do not work"]);
    expect(mails[0]?.body).toContain(`Zuora does not accept the credentials of Wrong Secret Ltd.`);
    expect(mails[0]?.body).toContain(path);
  }
  expect(await noticesOf(at)).toMatchObject([
    { kind: "customer_run_waiting", href: path, values: { step: "credential_validation" } },
  ]);
  expect(await getCustomer(admin, at.customerId)).toMatchObject({ keyProblem: { class: "auth" }, status: "waiting" });
  await expect(syncNow({ customerId: at.customerId, input: { acceptDeletions: false } }, admin)).rejects.toMatchObject({
    ...{ code: "illegal_transition", message: "awaitsClient" },
  });

  expect(await change(at, { zuoraClientSecret: goodSecret })).toEqual({ jobId: at.jobId });
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({
    status: "complete",
    jobId: at.jobId,
    steps: [{ attempts: 1 }, {}, {}],
  });
  await evaluate();
  expect((await mailsTo(other, "Wrong Secret Ltd")).map(({ subject }) => subject).sort()).toEqual([
    "Alert: A customer’s credentials do not work",
    "Over: A customer’s credentials do not work",
  ]);
  expect(await auditsOf(at)).toContain("customer.key_recovered");
  expect(JSON.stringify([await noticesOf(at), await mailsTo(admin, "")])).not.toMatch(new RegExp(wrong));
});

test("002, step 2: a right that is missing is named to everybody, and once it is given the test of what is stored has it go on", async () => {
  const view = await newCustomer(admin, zuora, { name: "No View", tenant: 3 });
  await workToEnd(view);
  expect(await partOf(view)).toMatchObject({
    ...{ state: "waiting", error: { code: "permission", message: expect.stringContaining("“Workflow View Access”") } },
  });
  await evaluate();
  expect((await mailsTo(admin, "No View"))[0]?.body).toContain("lacks the right “Workflow View Access” at Zuora");
  expect(await tryStored(view)).toMatchObject({ ok: false, class: "permission", missing: "Workflow View Access" });

  const noExport = await newCustomer(admin, zuora, { name: "No Export", tenant: 4 });
  await workToEnd(noExport);
  expect(await partOf(noExport)).toMatchObject({ state: "waiting", error: { code: "permission" } });
  expect(await getCustomer(admin, noExport.customerId)).toMatchObject({
    keyProblem: { class: "permission", missingRight: "Workflow export" },
  });
  // Without exports nothing is missing.
  expect(await change(noExport, { configuration: { withExports: false } })).toEqual({ jobId: noExport.jobId });
  await workToEnd(noExport);
  expect(await standing(noExport)).toMatchObject({ status: "complete", jobId: noExport.jobId });
  expect((await partOf(noExport))?.outputs).toMatchObject({
    warnings: [expect.stringMatching(/may not export/)],
    permissions: [{ isGranted: true }, { name: "Workflow export", isGranted: false }],
  });
  // What Zuora gives later is found out by whoever tests.
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE zuora_credential SET client_id = ${clientOf(1)} WHERE customer_id = ${view.customerId}`,
  );
  expect(await tryStored(view)).toMatchObject({ ok: true });
  await workToEnd(view);
  expect(await standing(view)).toMatchObject({ status: "complete", jobId: view.jobId });
});

test("002, step 2: few calls left warn, none left wait for the reset, what Zuora refuses with 200 and who is not reached are tried again", async () => {
  const few = await newCustomer(admin, zuora, { tenant: 5 });
  await workToEnd(few);
  expect(await standing(few)).toMatchObject({ status: "complete" });
  expect((await partOf(few))?.outputs).toMatchObject({
    ...{ rateLimit: { judgement: "short" }, warnings: [expect.stringMatching(/^Zuora leaves \d+ of \d+ calls/)] },
  });

  const none = await newCustomer(admin, zuora, { tenant: 6 });
  await workOff(none);
  const waits = await partOf(none);
  expect(waits).toMatchObject({ state: "retrying", error: { code: "rate_limit" }, attempts: 0 });
  const seconds = (Date.parse(waits?.nextAttemptAt ?? "") - Date.now()) / 1000;
  expect(seconds, "until it counts anew").toBeGreaterThan(0);
  expect(await tryStored(none)).toMatchObject({
    ok: false,
    class: "rate_limit",
    retryAfterSeconds: expect.any(Number),
  });

  const down = await newCustomer(admin, zuora);
  zuora.fail("token", "503", 4);
  await workOff(down);
  expect(await partOf(down)).toMatchObject({ state: "retrying", error: { code: "unreachable" }, attempts: 1 });
  await workToEnd(down);
  expect(await standing(down)).toMatchObject({ status: "complete" });
  const odd = await newCustomer(admin, zuora, { tenant: 8 });
  await workOff(odd);
  expect(await partOf(odd)).toMatchObject({ state: "retrying", error: { code: "unreachable" }, attempts: 1 });
  for (const at of [few, none, odd, down])
    expect(await getCustomer(admin, at.customerId)).toMatchObject({ keyProblem: null });
});

test("bars 12 and 54: a secret that was tampered with, or is another row's, does not open: it waits, the admins are told, and another one has it go on", async () => {
  const [tampered, moved] = [await newCustomer(admin, zuora), await newCustomer(admin, zuora)];
  await system(async tx => {
    await tx.$executeRaw`UPDATE zuora_credential SET client_secret = overlay(client_secret placing 'AAAA' from 40) WHERE customer_id = ${tampered.customerId}`;
    await tx.$executeRaw`
      UPDATE zuora_credential SET client_secret = (SELECT client_secret FROM zuora_credential WHERE customer_id = ${tampered.customerId} - 1)
      WHERE customer_id = ${moved.customerId}`;
  });
  const asked = zuora.count();
  for (const at of [tampered, moved]) {
    await workToEnd(at);
    expect(await partOf(at, "customer_record")).toMatchObject({ state: "waiting", error: { code: "unreadable" } });
    expect(await getCustomer(admin, at.customerId)).toMatchObject({ keyProblem: { class: "unreadable" } });
    await expect(tryStored(at)).rejects.toMatchObject({ code: "key_unreadable" });
  }
  expect(zuora.count(), "nobody is asked with it").toBe(asked);
  await evaluate();
  const alerts = await system(tx =>
    tx.alert.findMany({ where: { closedAt: null }, select: { rule: true, detail: true } }),
  );
  expect(alerts.map(({ rule }) => rule)).toEqual(expect.arrayContaining(["unreadable_secret", "broken_credentials"]));
  for (const at of [tampered, moved]) {
    await change(at, { zuoraClientSecret: goodSecret });
    await workToEnd(at);
    expect(await standing(at)).toMatchObject({ status: "complete", jobId: at.jobId });
  }
  expect(await auditsOf(moved)).toEqual(expect.arrayContaining(["customer.key_unreadable", "customer.key_recovered"]));
});

test("a client of another tenant than the one whose workflows are here proves nothing, whoever asks", async () => {
  const at = await newCustomer(admin, zuora);
  await workToEnd(at);
  await system(
    tx => tx.$executeRaw`
      INSERT INTO workflow (customer_id, zuora_id, name, is_active, triggers, seen_run_id, first_seen_at, changed_at, synced_at)
      VALUES (${at.customerId}, '101', 'Dunning', true, '{}', ${at.jobId}, now(), now(), now()) ON CONFLICT DO NOTHING`,
  );
  const { customerId } = at;
  const tried = await testClient({ customerId, input: { zuoraClientId: clientOf(2) } }, admin);
  expect(tried).toMatchObject({ ok: false, class: "other_tenant", message: expect.stringContaining("10002") });
  const without = await testClient({ customerId, input: { zuoraClientId: clientOf(3) } }, admin);
  expect(without).toMatchObject({ ok: false, class: "permission" });
  expect(await getCustomer(admin, customerId), "what is typed is not what is stored").toMatchObject({
    keyProblem: null,
  });
  await change(at, { zuoraClientId: clientOf(2) });
  await workToEnd(at);
  expect(await partOf(at)).toMatchObject({ state: "failed", error: { code: "other_tenant" } });
  expect(await tryStored(at)).toMatchObject({ ok: false, class: "other_tenant" });
  // Stored as it is, it is not of the workflows here: a sync does not come through behind the failed proof.
  const asked = zuora.count("token");
  await syncNow({ customerId, input: { acceptDeletions: false } }, admin);
  await workToEnd(at);
  expect(zuora.count("token"), "it is proven again").toBeGreaterThan(asked);
  expect(await partOf(at)).toMatchObject({ state: "failed", error: { code: "other_tenant" } });
  // Refused ones came before: what is told is what is wrong now.
  await change(at, { zuoraClientSecret: wrong });
  await workToEnd(at);
  expect(await getCustomer(admin, customerId)).toMatchObject({ keyProblem: { class: "auth" }, nextSyncAt: null });
  await change(at, { zuoraClientSecret: goodSecret });
  await workToEnd(at);
  expect(await getCustomer(admin, customerId)).toMatchObject({ keyProblem: { class: "other_tenant" } });
  await change(at, { zuoraClientId: clientOf(1) });
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({
    status: "complete",
    steps: [{}, { state: "done" }, { state: "done" }],
  });
  await retryCustomer({ customerId, input: { all: true } }, admin);
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ steps: [{ outputs: { syncStatus: "ok" } }, {}, {}] });
});

test("B8: while nobody is asked because we are busy, or their data centre is down, a test finds nothing out, by hand or by day, and a proof uses up no try", async () => {
  const [kept, proof] = [await newCustomer(admin, zuora), await newCustomer(admin, zuora)];
  await workToEnd(kept);
  const { customerId } = kept;
  const read = () => system(tx => tx.zuoraCredential.findUniqueOrThrow({ where: { customerId } }));
  const before = await read();
  const circuit = `zuora:data centre:${new URL(zuora.url).host}`;
  const asked = zuora.count();
  const rename = (from: string, to: string) =>
    withConnection(env.databaseUrl, client => client.query(`ALTER TABLE ${from} RENAME TO ${to}`));
  // A seat that was just used is kept for a moment, and taken again without asking.
  const taken = "SELECT FROM upstream_seat WHERE until > now()";
  await withConnection(env.databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    await vi.waitUntil(async () => (await client.query(taken)).rows.length === 0, { timeout: 5000, interval: 50 });
  });
  await rename("upstream_seat", "no_seat");
  const typed = { zuoraBaseUrl: zuora.url, zuoraClientId: clientOf(1), zuoraClientSecret: goodSecret };
  for (const ask of [() => tryStored(kept), () => testNewClient(typed, admin)])
    await expect(ask()).rejects.toMatchObject({ code: "unavailable", message: "zuoraBusy", retryAfterSeconds: 5 });
  await testStoredClient(customerId, new AbortController().signal);
  await rename("no_seat", "upstream_seat");
  expect(await read()).toEqual(before);
  await system(
    tx => tx.$executeRaw`
      INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at)
      VALUES (${circuit}, 8, now(), now() + interval '20 seconds', now())
      ON CONFLICT (name) DO UPDATE SET failures = 8, opened_at = now(), probe_after = excluded.probe_after`,
  );
  // What this process believes of it is half a second old at most.
  await sleep(600);
  expect(await tryStored(kept)).toMatchObject({
    ok: false,
    class: "unreachable",
    retryAfterSeconds: expect.any(Number),
  });
  await testStoredClient(customerId, new AbortController().signal);
  expect(await read()).toEqual(before);
  await workOff(proof);
  expect(await partOf(proof)).toMatchObject({ state: "retrying", error: { code: "unreachable" }, attempts: 0 });
  expect(zuora.count()).toBe(asked);
});
