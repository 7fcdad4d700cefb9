import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
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
import { getMonitoring } from "./queries/monitoring";
import { changeCustomer } from "./service/change-customer";
import { retryCustomer } from "./service/retry-customer";
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
  await change({ syncEveryMinutes: 1440, pauseAfterFailures: 3 });
  const failed = await retry(ready);
  expect(failed).toMatchObject({ state: "failed", errorCode: "alert_configuration" });
  expect(failed.errorMessage).toMatch(/every 1440 minutes.*after 180 minutes.*pause after 3 failures/);
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
  await system(tx => tx.onboardingStep.updateMany({ where, data: { result: {} } }));
  expect(await retry(ready)).toMatchObject({ state: "failed", errorCode: "metrics" });
  await system(tx => tx.onboardingStep.updateMany({ where, data: { result: result ?? {} } }));
  const confirm = (emailConfirmed: boolean) => system(tx => tx.user.updateMany({ data: { emailConfirmed } }));
  await confirm(false);
  expect(await retry(ready)).toMatchObject({ state: "failed", errorCode: "nobody_to_tell" });
  expect((await getMonitoring(admin, ready.customerId)).checks.at(-1)).toMatchObject({ reason: "nobody" });
  await confirm(true);
  expect((await retry(ready)).state).toBe("done");
});
