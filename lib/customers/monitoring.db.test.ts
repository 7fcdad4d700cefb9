import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { deliver } from "@/lib/platform/notifications/delivery";
import { newCustomerPerson } from "@/lib/platform/testing/customer-people";
import {
  type CustomerRun,
  newCustomer,
  newStaff,
  openSandboxZuora,
  type Staff,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { passTime } from "@/lib/platform/testing/pass-time";
import { deliverTestAlert } from "@/lib/platform/testing/test-alerts";
import { getCustomer } from "./queries/customers";
import { findFailingSyncs } from "./queries/failures";
import { getMonitoring } from "./queries/monitoring";
import { getOverview } from "./queries/own-overview";
import { beginDueCustomerSyncs } from "./service/begin-due-syncs";
import { changeCustomer } from "./service/change-customer";
import { retryCustomer } from "./service/retry-customer";
import { syncNow } from "./service/sync-now";
import { MonitoringOutputs } from "./view/monitoring";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
let zuora: Awaited<ReturnType<typeof openSandboxZuora>>;
let admin: Staff;
let ready: CustomerRun;
beforeAll(async () => {
  zuora = await openSandboxZuora({ workflows: 2, tasks: 1 });
  admin = await newStaff();
  ready = await newCustomer(admin, zuora);
  await workToEnd(ready);
});
beforeEach(() => zuora.mails.faults.clear());

const stepOf = ({ onboardingId }: CustomerRun) =>
  system(tx => tx.onboardingStep.findFirstOrThrow({ where: { onboardingId, step: "monitoring" } }));
const begin = ({ customerId }: CustomerRun) =>
  retryCustomer({ customerId, input: { from: "monitoring", all: false } }, admin);
const retry = async (at: CustomerRun) => {
  await begin(at);
  await workToEnd(at);
  return stepOf(at);
};
const testsOf = ({ onboardingId }: CustomerRun) =>
  system(tx =>
    tx.outboxMessage.findMany({
      where: { dedupeKey: { startsWith: `customer-monitoring:${onboardingId}:` } },
      orderBy: { createdAt: "asc" },
    }),
  );
const dueNow = ({ onboardingId }: CustomerRun) =>
  system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${onboardingId} AND state = 'retrying'`,
  );
const setRules = (enabled: boolean) => system(tx => tx.alertRule.updateMany({ data: { enabled } }));

test("002 step 5: checks, figures of the first sync, thresholds, rules, dashboard and a test alert that arrived are the outputs, and the page shows them live", async () => {
  const { state, result } = await stepOf(ready);
  expect(state).toBe("done");
  const outputs = MonitoringOutputs.parse(result);
  expect(outputs.checks.map(({ name, state: how, reason }) => `${name} ${how} ${reason}`)).toEqual([
    ...["credentials ok proven", "sync ok fresh", "exports ok read", "rate_limit ok enough"],
    ...["access ok asExpected", "manager warning invited", "alerts ok reachable"],
  ]);
  expect(outputs.metrics).toMatchObject({ jobId: ready.jobId, workflows: 2, calls: expect.any(Number) });
  expect(outputs.metrics.durationMs).toBeGreaterThan(0);
  expect(outputs.thresholds).toMatchObject({ alertAfterFailures: 3, warnAfterFailures: 10, pauseAfterFailures: 20 });
  expect(outputs.rules.map(({ kind }) => kind).sort()).toEqual(["broken_credentials", "failing_customer_syncs"]);
  expect(outputs.testAlert.messages).toMatchObject([{ channel: "email", state: "arrived", error: null }]);
  expect(zuora.mails.calls.list("smtp", "mail"), "taken by the mail server").toHaveLength(1);
  expect(JSON.stringify(outputs), "what is kept of a step names nobody").not.toMatch(/@/);
  const live = async () => getMonitoring(admin, ready.customerId);
  expect(await live()).toMatchObject({ testAlert: outputs.testAlert, alerts: [], pausedAt: null });
  await system(
    tx => tx.$executeRaw`
      UPDATE zuora_credential SET broken_at = app_now(), broken_class = 'auth' WHERE customer_id = ${ready.customerId}`,
  );
  const { checks } = await live();
  expect(checks[0], "as it is now, and not as it was").toMatchObject({ state: "problem", reason: "broken" });
  await system(
    tx =>
      tx.$executeRaw`UPDATE zuora_credential SET broken_at = NULL, broken_class = NULL WHERE customer_id = ${ready.customerId}`,
  );
  await expect(getMonitoring({ roles: [] }, ready.customerId)).rejects.toMatchObject({ code: "not_found" });
});

test("002 step 5: it waits without a worker until the mail has arrived, sends nothing twice, and a retry sends a new one", async () => {
  await begin(ready);
  const before = (await testsOf(ready)).length;
  await workOff(ready);
  expect(await stepOf(ready)).toMatchObject({ state: "retrying", errorCode: "notification" });
  expect(await testsOf(ready)).toHaveLength(before + 1);
  for (const round of [1, 2]) {
    await dueNow(ready);
    await workOff(ready);
    expect((await testsOf(ready)).length, `round ${round}`).toBe(before + 1);
  }
  expect((await stepOf(ready)).attempts, "waiting uses up no try").toBeLessThanOrEqual(1);
  await deliverTestAlert(ready);
  await dueNow(ready);
  await workOff(ready);
  expect((await stepOf(ready)).state).toBe("done");
});

test("002 step 5 fails, notification: a mail that is refused for good, or late, is told with channel and reason; mended, a retry is through", async () => {
  zuora.mails.faults.add({ upstream: "smtp", fault: "404", after: 0 });
  expect(await retry(ready)).toMatchObject({
    ...{ state: "failed", errorCode: "notification" },
    errorMessage: "The test alert by e-mail was refused (smtp_550). Check the settings for it, then try again.",
  });
  zuora.mails.faults.clear();
  expect((await retry(ready)).state).toBe("done");
  await begin(ready);
  await workOff(ready);
  await passTime(151);
  await dueNow(ready);
  await workOff(ready);
  expect(await stepOf(ready)).toMatchObject({
    ...{ state: "failed", errorCode: "notification" },
    errorMessage: expect.stringContaining("by e-mail did not arrive within 150 seconds"),
  });
  expect((await retry(ready)).state).toBe("done");
});

test("002 step 5 fails, alert configuration: thresholds without sense and rules that are off are named; mended, a retry is through", async () => {
  const change = (configuration: object) =>
    changeCustomer({ customerId: ready.customerId, input: { configuration } }, admin, "192.0.2.1");
  const before = (await testsOf(ready)).length;
  const senseless = { syncEveryMinutes: 1440, pauseAfterFailures: 3 };
  await expect(change(senseless), "both at once").rejects.toMatchObject({
    code: "invalid_input",
    errors: [{ field: "configuration.alertAfterMinutes" }, { field: "configuration.pauseAfterFailures" }],
  });
  await system(tx => tx.customer.update({ where: { id: ready.customerId }, data: senseless }));
  const failed = await retry(ready);
  expect(failed).toMatchObject({ state: "failed", errorCode: "alert_configuration" });
  expect(failed.errorMessage).toMatch(/every 1440 minutes.*after 180 minutes.*no sooner.*pause after 3 failures/);
  await change({ syncEveryMinutes: 60, pauseAfterFailures: 20 });
  await setRules(false);
  expect(await retry(ready)).toMatchObject({ state: "failed", errorCode: "alert_configuration" });
  await setRules(true);
  expect(await testsOf(ready), "nothing is sent before that is right").toHaveLength(before);
  expect((await retry(ready)).state).toBe("done");
});

test("002 step 5 fails: nobody looks at the rules, no figures, or nobody who could be told; each says so", async () => {
  const look = (ago: string) =>
    system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = now() - ${ago}::text::interval`);
  await look("1 hour");
  await begin(ready);
  await workOff(ready);
  expect(await stepOf(ready), "tried again by itself").toMatchObject({
    ...{ state: "retrying", errorCode: "monitoring_setup" },
  });
  await look("20 s");
  await workToEnd(ready).catch(() => undefined);
  await dueNow(ready);
  await workToEnd(ready);
  expect((await stepOf(ready)).state).toBe("done");
  const where = { onboardingId: ready.onboardingId, step: "workflow_sync" };
  const { result } = await system(tx => tx.onboardingStep.findFirstOrThrow({ where }));
  const { parts } = await system(tx => tx.onboardingRun.findUniqueOrThrow({ where: { id: ready.jobId } }));
  const keepParts = (kept: unknown) =>
    system(tx => tx.onboardingRun.update({ where: { id: ready.jobId }, data: { parts: kept as object } }));
  await keepParts([]);
  await system(tx => tx.onboardingStep.updateMany({ where, data: { result: {} } }));
  expect(await retry(ready)).toMatchObject({ state: "failed", errorCode: "metrics" });
  await system(tx => tx.onboardingStep.updateMany({ where, data: { result: result ?? {} } }));
  await keepParts(parts ?? []);
  const confirm = (emailConfirmed: boolean) => system(tx => tx.user.updateMany({ data: { emailConfirmed } }));
  await confirm(false);
  expect(await retry(ready)).toMatchObject({ state: "failed", errorCode: "nobody_to_tell" });
  expect((await getMonitoring(admin, ready.customerId)).checks.at(-1)).toMatchObject({ reason: "nobody" });
  await confirm(true);
  expect((await retry(ready)).state).toBe("done");
});

test("a test that failed once more is no failed sync: syncs leave it alone and come through, nobody is alerted or told, and what was never tried is brought up once", async () => {
  const { customerId, onboardingId } = ready;
  const { userId } = await newCustomerPerson(customerId, "manager");
  const patience = { alertAfterFailures: 1, pauseAfterFailures: 2 };
  const set = (data: object) => system(tx => tx.customer.update({ where: { id: customerId }, data }));
  await set(patience);
  const stands = async () => {
    const parts = await system(tx =>
      tx.onboardingStep.findMany({
        where: { onboardingId, parent: { not: null } },
        orderBy: { position: "asc" },
      }),
    );
    return parts.slice(2).map(({ state }) => state);
  };
  const newest = () =>
    system(tx => tx.onboardingRun.findFirstOrThrow({ where: { onboardingId }, orderBy: { number: "desc" } }));
  const reopen = (steps: readonly string[]) =>
    system(
      tx => tx.$executeRaw`
        UPDATE onboarding_step SET state = 'pending', result = NULL, cursor = NULL, attempts = 0, started_at = NULL, ended_at = NULL
        WHERE onboarding_id = ${onboardingId} AND step = ANY(${[...steps]}::text[])`,
    );
  const sync = async () => {
    await system(tx => tx.$executeRaw`UPDATE customer SET next_sync_at = app_now() WHERE id = ${customerId}`);
    expect(await beginDueCustomerSyncs()).toBe(1);
    await workToEnd(ready);
    return (await newest()).status;
  };
  const lastSync = async () => (await getOverview({ customerId, userId })).lastSync;
  const isQuiet = async (when: string) => {
    expect(await system(findFailingSyncs), when).toEqual([]);
    expect(await system(tx => tx.notice.count({ where: { userId } })), when).toBe(0);
    expect(await system(tx => tx.customer.findUniqueOrThrow({ where: { id: customerId } })), when).toMatchObject({
      ...{ syncWarnedAt: null, syncPausedAt: null },
    });
    expect(await lastSync(), when).toMatchObject({ state: "ok", nextSyncAt: expect.any(String) });
    expect((await getCustomer(admin, customerId)).syncStatus, when).toBe("ok");
    expect((await getMonitoring(admin, customerId)).checks[1], when).toMatchObject({ state: "ok", reason: "fresh" });
  };
  zuora.mails.faults.add({ upstream: "smtp", fault: "404", after: 0 });
  expect((await retry(ready)).state).toBe("failed");
  await isQuiet("tested again");
  const tests = (await testsOf(ready)).length;
  expect(await sync(), "what had failed is none of the sync's").toBe("complete");
  expect([await stands(), (await testsOf(ready)).length]).toEqual([["done", "done", "failed"], tests]);
  await isQuiet("synced");
  await reopen(["monitoring"]);
  expect(await sync(), "it was never tried").toBe("failed");
  expect([await stands(), (await testsOf(ready)).length]).toEqual([["done", "done", "failed"], tests + 1]);
  await isQuiet("brought up in vain");
  expect(await sync(), "once").toBe("complete");
  zuora.mails.faults.clear();
  await reopen(["user_access", "monitoring"]);
  await syncNow({ customerId, input: { acceptDeletions: false } }, admin);
  await workToEnd(ready);
  expect([await stands(), (await testsOf(ready)).length]).toEqual([["done", "done", "done"], tests + 2]);
  const { metrics } = MonitoringOutputs.parse((await stepOf(ready)).result);
  expect(metrics.jobId, "the figures are still those of the first sync").toBe(ready.jobId);
  await system(
    tx =>
      tx.$executeRaw`UPDATE onboarding_step SET state = 'failed', error_code = 'access_test', error_message = 'A difference.' WHERE onboarding_id = ${onboardingId} AND step = 'user_access'`,
  );
  await reopen(["monitoring"]);
  expect([await sync(), await stands()]).toEqual(["complete", ["done", "failed", "pending"]]);
  const again = await retryCustomer({ customerId, input: { all: false } }, admin);
  await workToEnd(ready);
  expect([again.createdNew, await stands()], "what is missing may be asked for").toEqual([
    true,
    ["done", "done", "done"],
  ]);
  await set({ syncWarnedAt: new Date(), syncPausedAt: new Date() });
  expect(await lastSync()).toMatchObject({ state: "paused", nextSyncAt: null });
  await set({ syncWarnedAt: null, syncPausedAt: null, syncEveryMinutes: 0 });
  expect(await lastSync()).toMatchObject({ state: "ok", nextSyncAt: null });
});

test("002 step 5: one message of each channel is enough; a mailbox that takes its time is waited for twenty seconds, and named", async () => {
  await newStaff();
  await begin(ready);
  await workOff(ready);
  const one = (await testsOf(ready)).at(-1);
  await deliver(one?.id ?? "");
  expect((await testsOf(ready)).find(({ id }) => id === one?.id)?.state).toBe("sent");
  await dueNow(ready);
  await workOff(ready);
  expect((await stepOf(ready)).state).toBe("retrying");
  await passTime(21);
  await dueNow(ready);
  await workOff(ready);
  const step = await stepOf(ready);
  expect(step).toMatchObject({ state: "done", errorMessage: null });
  expect(MonitoringOutputs.parse(step.result).warnings[0]).toContain("1 of 2 test messages had not arrived");
});
