import { beforeEach, expect, test, vi } from "vitest";
import { cancelOnboarding, resumeOnboarding, retryOnboarding } from "@/lib/onboardings";
import { evaluateAlerts } from "@/lib/platform/alerts/evaluate";
import { factsOf } from "@/lib/platform/audit/view";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { listMessages } from "@/lib/platform/notifications/queries";
import { spend } from "@/lib/platform/rate-limit";
import {
  type CustomerRun,
  goodSecret,
  newCustomer,
  newStaff,
  openZuora,
  workOff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { passTime } from "@/lib/platform/testing/pass-time";
import { listChanges } from "./queries/changes";
import { getCustomer } from "./queries/customers";
import { findBrokenCredentials, findFailingSyncs } from "./queries/failures";
import { getCustomerOnboarding } from "./queries/onboarding";
import { listSyncs } from "./queries/sync-reports";
import { listWorkflows } from "./queries/workflows";
import { cancelCustomerRun } from "./service/cancel-customer-run";
import { changeCustomer } from "./service/change-customer";
import { resumeCustomer, retryCustomer } from "./service/retry-customer";
import { startOnboarding } from "./service/start-onboarding";
import { syncNow } from "./service/sync-now";
import { testClient } from "./service/test-client";
import { testDueClients, testStoredClient } from "./service/test-due-clients";

vi.stubEnv("SLACK_BOT_TOKEN", "xoxb-test");
vi.stubEnv("SLACK_CHANNEL", "C1");
const zuora = await openZuora();
const [admin, operator] = [await newStaff(), await newStaff("operator")];
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const address = "192.0.2.1";
const wrong = "wrong_0123456789abcdef";
beforeEach(() => zuora.mend());

const change = ({ customerId }: CustomerRun, input: Parameters<typeof changeCustomer>[0]["input"]) =>
  changeCustomer({ customerId, input }, admin, address);
const sync = ({ customerId }: CustomerRun, input: { workflowId?: number; acceptDeletions?: boolean } = {}) =>
  syncNow({ customerId, input: { acceptDeletions: false, ...input } }, admin);
const retry = ({ customerId }: CustomerRun, input: Parameters<typeof retryCustomer>[0]["input"] = { all: false }) =>
  retryCustomer({ customerId, input }, admin);
const standing = ({ customerId }: CustomerRun) => getCustomerOnboarding(admin, customerId);
const viewOf = ({ customerId }: CustomerRun) => getCustomer(admin, customerId);
const runsOf = ({ onboardingId }: CustomerRun) =>
  system(tx =>
    tx.onboardingRun.findMany({
      where: { onboardingId },
      orderBy: { number: "asc" },
      select: { id: true, trigger: true, status: true },
    }),
  );
const noticesOf = async ({ customerId }: CustomerRun) =>
  (await system(tx => tx.notice.findMany({ where: { customerId }, orderBy: { id: "asc" } }))).map(({ kind }) => kind);
const credentialOf = ({ customerId }: CustomerRun) =>
  system(tx => tx.zuoraCredential.findUniqueOrThrow({ where: { customerId } }));
let workflows = 900_000;
const addWorkflow = ({ customerId, jobId }: CustomerRun, name: string) =>
  system(async tx => {
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO workflow (customer_id, zuora_id, name, is_active, triggers, seen_run_id, is_export_due, first_seen_at, changed_at, synced_at)
      VALUES (${customerId}, ${String(++workflows)}, ${name}, true, '{}', ${jobId}, false, now(), now(), now()) RETURNING id`;
    return made?.id ?? 0;
  });
const notThere = { code: "not_found" };
const refused = (message: string) => ({ code: "illegal_transition", message });

test("whoever asks while a run goes on is told of it: of twenty at once one begins it, and nobody but an admin begins any", async () => {
  const at = await newCustomer(admin, zuora);
  const { customerId } = at;
  expect(await startOnboarding({ customerId }, admin)).toEqual({ jobId: at.jobId, createdNew: false });
  expect(await sync(at)).toEqual({ jobId: at.jobId, createdNew: false });
  await workToEnd(at);
  const many = Array.from({ length: 20 }, (_, one) => (one % 2 ? sync(at) : startOnboarding({ customerId }, admin)));
  const begun = await Promise.all(many);
  expect([new Set(begun.map(({ jobId }) => jobId)).size, begun.filter(one => one.createdNew).length]).toEqual([1, 1]);
  expect(await runsOf(at)).toHaveLength(2);
  await expect(sync(at, { acceptDeletions: true }), "it would do nothing").rejects.toMatchObject(refused("runGoesOn"));
  const acts = (who: typeof admin, id: number) => [
    startOnboarding({ customerId: id }, who),
    syncNow({ customerId: id, input: { acceptDeletions: false } }, who),
    retryCustomer({ customerId: id, input: { all: false } }, who),
    resumeCustomer({ customerId: id }, who),
    cancelCustomerRun({ customerId: id }, who),
    testClient({ customerId: id, input: {} }, who),
    changeCustomer({ customerId: id, input: { name: "Theirs" } }, who, address),
  ];
  const codes = async (all: Promise<unknown>[]) =>
    (await Promise.allSettled(all)).map(one => one.status === "rejected" && (one.reason as { code: string }).code);
  expect(new Set(await codes(acts(operator, customerId)))).toEqual(new Set(["forbidden"]));
  expect(new Set(await codes(acts({ ...admin, roles: [] }, customerId)))).toEqual(new Set(["not_found"]));
  expect(new Set(await codes(acts(admin, 999_999)))).toEqual(new Set(["not_found"]));
  expect((await viewOf(at)).version).toBe(0);
  const budget = { key: `customer-run:${customerId}`, limit: 1, windowSeconds: 3600 };
  await system(async tx => void (await spend(tx, [budget])));
  await system(
    tx => tx.$executeRaw`UPDATE rate_bucket SET spent = ${60 * env.rateLimitScale} WHERE key = ${budget.key}`,
  );
  await expect(sync(at)).rejects.toMatchObject({ code: "rate_limited" });
});

test("a sync reads the workflows alone, one of them only if it is this customer's, and what stopped before it is done first", async () => {
  const [at, other] = [await newCustomer(admin, zuora), await newCustomer(admin, zuora)];
  for (const one of [at, other]) await workToEnd(one);
  const [own, theirs] = [await addWorkflow(at, "Own"), await addWorkflow(other, "Theirs")];
  await expect(sync(at, { workflowId: theirs })).rejects.toMatchObject(notThere);
  const asked = zuora.count("token");
  const { jobId } = await sync(at, { workflowId: own, acceptDeletions: true });
  const kept = await system(tx => tx.customerRun.findUnique({ where: { runId: jobId } }));
  expect(kept).toMatchObject({ workflowId: own, acceptsDeletions: true });
  expect(await standing(at)).toMatchObject({
    status: "complete",
    jobId,
    steps: [{ state: "done" }, { state: "done" }, {}],
  });
  await workToEnd(at);
  expect(zuora.count("token"), "nothing is proven").toBeLessThanOrEqual(asked + 1);
  expect((await listSyncs(admin, at.customerId)).map(one => [one.jobId, one.trigger, one.status])).toEqual([
    [jobId, "sync", "complete"],
    [at.jobId, "created", "complete"],
  ]);
  await expect(retry(at)).rejects.toMatchObject(refused("nothingToRetry"));
  await expect(cancelCustomerRun({ customerId: at.customerId }, admin)).rejects.toMatchObject(refused("nothingToStop"));
  await expect(resumeCustomer({ customerId: at.customerId }, admin)).rejects.toMatchObject(refused("nothingWaits"));
  expect(await retry(at, { all: false, from: "credential_validation" })).toMatchObject({ createdNew: true });
  expect((await standing(at)).steps.map(({ state }) => state)).toEqual(["done", "pending", "pending"]);
  await workToEnd(at);
  expect(await noticesOf(at)).toEqual(["customer_aboard", "customer_run_complete", "customer_run_complete"]);
});

test("one that was stopped goes on where it stopped, by the desk's own routes for every kind too", async () => {
  const at = await newCustomer(admin, zuora, { notificationPreferences: { slack: true } });
  const { onboardingId, customerId } = at;
  const act = { actor: admin as never, onboardingId };
  expect(await cancelOnboarding(act, "asked for by phone")).toEqual({ jobId: at.jobId });
  expect(await standing(at)).toMatchObject({ status: "cancelled", steps: [{ state: "cancelled" }, {}, {}] });
  const again = await retryOnboarding(act, {});
  expect(again.createdNew).toBe(true);
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ status: "complete", jobId: again.jobId });
  await expect(retryOnboarding(act, { steps: ["listings"] })).rejects.toMatchObject({ code: "invalid_request" });
  await expect(retryOnboarding(act, { from: "nothing" })).rejects.toMatchObject({ code: "invalid_input" });
  const caller = { address, agent: "test" };
  await expect(resumeOnboarding(act, { caller })).rejects.toMatchObject(refused("nothingWaits"));
  await change(at, { zuoraClientSecret: wrong });
  await workToEnd(at);
  expect(await resumeOnboarding(act, { reason: "mended at Zuora", caller })).toMatchObject({ createdNew: false });
  await workToEnd(at);
  expect(await retryOnboarding(act, { reason: "mended once more" })).toMatchObject({ createdNew: false });
  await workToEnd(at);
  const where = { action: "customer.run_resumed", subjectId: String(customerId) };
  const resumed = await system(tx => tx.auditEntry.findMany({ where, orderBy: { id: "asc" } }));
  const { id: waiting } = (await runsOf(at)).at(-1) ?? {};
  expect(resumed.map(({ detail, actorId }) => [detail, actorId])).toEqual([
    [{ jobId: waiting, reason: "mended at Zuora" }, String(admin.id)],
    [{ jobId: waiting, reason: "mended once more" }, String(admin.id)],
  ]);
  expect(await standing(at)).toMatchObject({ status: "waiting" });
  // Something else is asked for than to go on.
  const all = await retryOnboarding(act, { all: true });
  expect(all.createdNew).toBe(true);
  const told = await system(tx => tx.outboxMessage.findMany({ where: { channel: "slack" }, select: { topic: true } }));
  const runs = await runsOf(at);
  expect(runs.map(({ status }) => status)).toEqual(["cancelled", "complete", "cancelled", "pending"]);
  expect([...new Set(told.map(({ topic }) => topic))].sort()).toEqual(runs.map(({ id }) => `run:${id}`).sort());
  expect(JSON.stringify(await listMessages({ channel: "slack" }))).not.toContain(wrong);
  await cancelCustomerRun({ customerId }, admin);
});

test("what is changed of a customer is told by name, an empty secret stays, and credentials that are other begin again at their proof", async () => {
  const at = await newCustomer(admin, zuora);
  const { customerId } = at;
  await workToEnd(at);
  const before = await credentialOf(at);
  expect(await change(at, { name: "Renamed", contactEmail: "New@Acme.example", version: 0 })).toEqual({ jobId: null });
  await expect(change(at, { name: "Late", version: 0 })).rejects.toMatchObject({
    code: "version_conflict",
    data: { saved: { name: "Renamed" }, given: { name: "Late" }, version: 1 },
  });
  expect(await change(at, { name: "Renamed", zuoraBaseUrl: zuora.url }), "nothing is other").toEqual({ jobId: null });
  expect(await viewOf(at)).toMatchObject({ name: "Renamed", contactEmail: "new@acme.example", version: 1 });
  expect((await credentialOf(at)).clientSecret).toBe(before.clientSecret);
  await expect(change(at, { zuoraBaseUrl: "https://rest.evil.example" })).rejects.toMatchObject({
    errors: [{ field: "zuoraBaseUrl", code: "wrong_address" }],
  });

  const id = await addWorkflow(at, "Own");
  await change(at, { configuration: { withExports: false, syncEveryMinutes: 15 } });
  const { syncedAt, nextSyncAt, ...rest } = await viewOf(at);
  expect(rest.configuration).toMatchObject({ withExports: false, syncEveryMinutes: 15, pageSize: 50 });
  const since = Date.parse(syncedAt ?? nextSyncAt ?? "");
  expect(Date.parse(nextSyncAt ?? "") - since).toBeLessThanOrEqual(15 * 60_000);
  await change(at, {
    configuration: { withExports: true, syncEveryMinutes: 0 },
    notificationPreferences: { email: false },
  });
  expect(await viewOf(at)).toMatchObject({ nextSyncAt: null, notificationPreferences: { email: false, inApp: true } });
  expect(await system(tx => tx.workflow.findUniqueOrThrow({ where: { id } }))).toMatchObject({ isExportDue: true });

  // Other credentials while nothing goes on, while something waits, and while something goes on.
  const first = await change(at, { zuoraClientSecret: wrong });
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ status: "waiting", waitingFor: "admin", jobId: first.jobId });
  const second = await change(at, { zuoraClientSecret: goodSecret });
  expect(second.jobId, "where it stopped").toBe(first.jobId);
  await workOff(at);
  const { jobId: going } = await startOnboarding({ customerId }, admin);
  const third = await change(at, { zuoraClientSecret: goodSecret });
  expect(third.jobId).not.toBe(going);
  expect((await standing(at)).steps.map(({ state }) => state)).toEqual(["pending", "pending", "pending"]);
  await workToEnd(at);
  expect((await runsOf(at)).map(({ trigger, status }) => `${trigger} ${status}`)).toEqual([
    ...["created complete", "credentials complete", "manual cancelled", "credentials complete"],
  ]);
  const entries = await system(tx =>
    tx.auditEntry.findMany({
      where: { action: { startsWith: "customer." }, subjectId: String(customerId) },
      orderBy: { id: "asc" },
    }),
  );
  const detailsOf = (action: string) => entries.filter(one => one.action === action).map(({ detail }) => detail);
  const sync = "configuration.syncEveryMinutes";
  const exports = "configuration.withExports";
  expect(detailsOf("customer.changed")).toEqual([
    {
      fields: ["name", "contactEmail"],
      changes: {
        name: { from: expect.any(String), to: "Renamed" },
        contactEmail: { from: expect.stringMatching(/^.•••@•••$/), to: "n•••@•••" },
      },
    },
    {
      fields: [sync, exports],
      changes: { [sync]: { from: expect.any(Number), to: 15 }, [exports]: { from: true, to: false } },
    },
    {
      fields: [sync, exports, "notificationPreferences.email"],
      changes: {
        [sync]: { from: 15, to: 0 },
        [exports]: { from: false, to: true },
        "notificationPreferences.email": { from: true, to: false },
      },
    },
    ...[1, 2, 3].map(() => ({ fields: ["zuoraClientSecret"], changes: {} })),
  ]);
  const [renamed, planned] = detailsOf("customer.changed").map(detail => factsOf(detail, { isMasked: true }));
  expect(renamed, "an operator").toContainEqual({ name: "changes.name", before: "•••", value: "•••" });
  expect(planned).toContainEqual({ name: `changes.${exports}`, before: "true", value: "false" });
  expect(detailsOf("customer.key_saved")).toHaveLength(3);
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${goodSecret}|${wrong}|acme.example`));
});

test("B9: credentials that wait in the middle of a sync go on in it, after they were proven; a right that was given is found by a retry", async () => {
  const at = await newCustomer(admin, zuora);
  await workToEnd(at);
  const { jobId } = await sync(at);
  zuora.fail("workflows", "403", 1);
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({
    status: "waiting",
    steps: [{}, { state: "done" }, { state: "waiting" }],
  });
  expect((await standing(at)).steps[2]?.error?.message).toContain("“Workflow View Access”");
  expect(await viewOf(at)).toMatchObject({
    keyProblem: { class: "permission", missingRight: "Workflow View Access" },
  });
  expect(await retry(at)).toEqual({ jobId, createdNew: false });
  const { steps } = await standing(at);
  expect(steps.map(({ state }) => state)).toEqual(["done", "pending", "pending"]);
  expect(steps[1]?.started, "its proof begins anew").toBeNull();
  await workToEnd(at);
  expect(await standing(at)).toMatchObject({ status: "complete", jobId });
  // A sync that is stopped in the middle is read from its start by the next.
  await sync(at);
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'running', done = 40, total = 50, cursor = '{}' WHERE onboarding_id = ${at.onboardingId} AND step = 'workflow_sync'`,
  );
  await cancelCustomerRun({ customerId: at.customerId }, admin);
  await sync(at);
  expect((await standing(at)).steps[2]).toMatchObject({ done: 0, total: null });
  // One that was planned may have to prove the credentials first: it can be stopped then, too.
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'running' WHERE onboarding_id = ${at.onboardingId} AND step = 'credential_validation'`,
  );
  expect(await viewOf(at)).toMatchObject({ status: "complete", syncStatus: "running" });
  await cancelCustomerRun({ customerId: at.customerId }, admin);
  expect(await viewOf(at)).toMatchObject({ keyProblem: null });
});

test("B8: stored clients are tested again every day by one worker, none whose run goes on; a break is told once, and what waits goes on when it is over", async () => {
  const [at, busy] = [await newCustomer(admin, zuora, { name: "Daily" }), await newCustomer(admin, zuora)];
  for (const one of [at, busy]) await workToEnd(one);
  expect(await system(testDueClients)).toBe(0);
  await passTime(24 * 3600 + 60);
  await sync(busy);
  const sent = await Promise.all(Array.from({ length: 5 }, () => system(testDueClients)));
  expect(
    sent.reduce((all, one) => all + one, 0),
    "the others have one that goes on, or were made by other tests",
  ).toBe(
    (
      await system(
        tx =>
          tx.$queryRaw<unknown[]>`SELECT FROM pgboss.job WHERE name = 'customers.test_client' AND state = 'created'`,
      )
    ).length,
  );
  const jobs = await system(
    tx =>
      tx.$queryRaw<{ key: string }[]>`SELECT singleton_key AS key FROM pgboss.job WHERE name = 'customers.test_client'`,
  );
  expect(jobs.map(({ key }) => key)).toContain(String(at.customerId));
  expect(jobs.map(({ key }) => key)).not.toContain(String(busy.customerId));

  const evaluate = async () => {
    await system(tx => tx.$executeRaw`UPDATE alert_rule SET evaluated_at = NULL`);
    await evaluateAlerts({ broken_credentials: findBrokenCredentials });
  };
  const signal = new AbortController().signal;
  zuora.fail("token", "401");
  for (let day = 0; day < 3; day++) {
    await testStoredClient(at.customerId, signal);
    await evaluate();
    await passTime(24 * 3600);
  }
  expect(await viewOf(at)).toMatchObject({ keyProblem: { class: "auth" }, testedAt: expect.any(String) });
  await sync(at);
  zuora.fail("workflows", "401");
  await workToEnd(at);
  expect((await standing(at)).status).toBe("waiting");
  zuora.mend();
  await testStoredClient(at.customerId, signal);
  expect((await standing(at)).status).toBe("complete");
  await workToEnd(at);
  await evaluate();
  const mails = (await listMessages({ to: admin.email })).filter(({ body }) => body.includes("of Daily"));
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    "Alert: A customer’s credentials do not work",
    "Over: A customer’s credentials do not work",
  ]);
  const { testedAt } = await credentialOf(busy);
  await testStoredClient(busy.customerId, signal);
  expect((await credentialOf(busy)).testedAt, "its run finds out").toEqual(testedAt);
});

test("a customer whose syncs fail as often in a row as it has set, or for as long, is told of once, and when one comes through", async () => {
  const at = await newCustomer(admin, zuora, {
    name: "Failing",
    configuration: { alertAfterFailures: 2, alertAfterMinutes: 60 },
  });
  await workToEnd(at);
  const find = async () => (await system(findFailingSyncs)).filter(one => one.detail.name === "Failing");
  const fail = async (trigger: string) => {
    await system(
      tx => tx.$executeRaw`
        INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, started_at, ended_at, parts)
        SELECT ${at.onboardingId}, max(number) + 1, ${trigger}, 'failed', app_now(), app_now(), app_now(), '[]' FROM onboarding_run
        WHERE onboarding_id = ${at.onboardingId}`,
    );
  };
  await fail("schedule");
  expect(await find()).toEqual([]);
  await fail("schedule");
  const subject = String(at.customerId);
  expect(await find()).toMatchObject([{ subject, detail: { why: "failures", failures: 2 } }]);
  await sync(at);
  await workToEnd(at);
  expect(await find()).toEqual([]);
  await passTime(80 * 60);
  expect(await find()).toMatchObject([
    { subject, detail: { why: "silence", hours: 1, path: `/admin/customers/${subject}` } },
  ]);
  // While one goes on that was begun just now nothing is late; nor while its credentials are mended, and right after.
  await sync(at);
  expect(await find(), "one is under way").toEqual([]);
  await passTime(16 * 60);
  expect(await find(), "and does not come to its end").toMatchObject([{ detail: { why: "silence" } }]);
  zuora.fail("workflows", "401");
  await workToEnd(at);
  expect(await viewOf(at)).toMatchObject({ keyProblem: { class: "auth" }, nextSyncAt: null });
  await passTime(2 * 86_400);
  zuora.mend();
  const signal = new AbortController().signal;
  await testStoredClient(at.customerId, signal);
  expect(await find(), "it goes on from now").toEqual([]);
  await cancelCustomerRun({ customerId: at.customerId }, admin);
  expect(await find(), "the next is planned").toEqual([]);
  const breakNow = () =>
    system(
      tx =>
        tx.$executeRaw`UPDATE zuora_credential SET broken_at = app_now(), broken_class = 'auth' WHERE customer_id = ${at.customerId}`,
    );
  await breakNow();
  await passTime(2 * 86_400);
  await testStoredClient(at.customerId, signal);
  expect(await find(), "it is due from now").toEqual([]);
  await passTime(16 * 60);
  expect(await find(), "nothing begins it").toMatchObject([{ detail: { why: "silence" } }]);
  await fail("schedule");
  await change(at, { configuration: { alertAfterFailures: 3 } });
  await system(
    tx => tx.$executeRaw`UPDATE customer SET next_sync_at = app_now() + interval '1 hour' WHERE id = ${at.customerId}`,
  );
  expect(await find(), "the last one failed").toMatchObject([{ detail: { why: "silence" } }]);
  await sync(at);
  expect(await find(), "the next is not over because it has begun").toMatchObject([{ detail: { why: "silence" } }]);
  await cancelCustomerRun({ customerId: at.customerId }, admin);
  await change(at, { configuration: { syncEveryMinutes: 0 } });
  expect(await find(), "nobody waits for a sync").toEqual([]);
  await passTime(2 * 86_400);
  await change(at, { configuration: { syncEveryMinutes: 60 } });
  expect(await find(), "they were turned on just now").toEqual([]);
});

test("workflows and changes are read page by page, each of its own customer, and bounded", async () => {
  const [at, other] = [await newCustomer(admin, zuora), await newCustomer(admin, zuora)];
  for (const name of ["b", "a", "a", "c%_d"]) await addWorkflow(at, name);
  await addWorkflow(other, "a");
  const { customerId } = at;
  const first = await listWorkflows(operator, customerId, { limit: 3 });
  expect([first.items.map(({ name }) => name), first.total]).toEqual([["a", "a", "b"], 4]);
  const second = await listWorkflows(admin, customerId, { limit: 3, cursor: first.nextCursor ?? "" });
  expect([second.items.map(({ name }) => name), second.nextCursor]).toEqual([["c%_d"], null]);
  expect((await listWorkflows(admin, customerId, { q: "%_" })).total).toBe(1);
  expect((await listWorkflows(admin, customerId, { cursor: "nonsense" })).items).toHaveLength(4);
  await system(
    tx => tx.$executeRaw`
      INSERT INTO workflow_change (customer_id, run_id, zuora_id, name, change, fields, at)
      SELECT ${customerId}, ${at.jobId}, n::text, 'Dunning', 'changed', '{"name": {"from": "a", "to": null}}', now() FROM generate_series(1, 26) n`,
  );
  const newest = await listChanges(operator, customerId, { jobId: at.jobId });
  expect([newest.items.length, newest.items[0]?.zuoraId]).toEqual([25, "26"]);
  const last = await listChanges(admin, customerId, { cursor: newest.nextCursor ?? "" });
  expect(last).toMatchObject({
    items: [{ zuoraId: "1", fields: { name: { from: "a", to: null } } }],
    nextCursor: null,
  });
  expect((await listChanges(admin, other.customerId, { jobId: at.jobId })).items).toEqual([]);
  for (const read of [listWorkflows, listChanges]) {
    await expect(read(admin, 999_999, {})).rejects.toMatchObject(notThere);
    await expect(read({ roles: [] }, customerId, {})).rejects.toMatchObject(notThere);
  }
});
