import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { type CustomerPerson, listMails, newCustomerPerson } from "@/lib/platform/testing/customer-people";
import {
  type CustomerRun,
  newCustomer,
  newStaff,
  openSandboxZuora,
  type Staff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { getCriteria } from "./queries/criteria";
import { getCustomer } from "./queries/customers";
import { changeAccess } from "./service/access/change-access";
import { beginDueCustomerSyncs } from "./service/begin-due-syncs";
import { changeCustomer } from "./service/change-customer";
import { breakClient, healClient } from "./service/client-health";
import { stopLink } from "./service/news/stop-link";
import { stopNews } from "./service/news/stop-news";
import { resumeCustomer } from "./service/retry-customer";
import { tellRunEnd } from "./service/run-end";
import { syncNow } from "./service/sync-now";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
let zuora: Awaited<ReturnType<typeof openSandboxZuora>>;
let admin: Staff;
let at: CustomerRun;
let manager: CustomerPerson;
let viewer: CustomerPerson;
let stranger: CustomerPerson;
beforeAll(async () => {
  zuora = await openSandboxZuora({ workflows: 3, tasks: 1 });
  admin = await newStaff();
  at = await newCustomer(admin, zuora, { name: "Acme" });
  await workToEnd(at);
  manager = await newCustomerPerson(at.customerId, "manager");
  viewer = await newCustomerPerson(at.customerId, "viewer");
  await system(tx => tx.customerUser.update({ where: { id: viewer.memberId }, data: { notifyBy: ["in_app"] } }));
  const other = await newCustomer(admin, zuora, { tenant: 2 });
  stranger = await newCustomerPerson(other.customerId, "manager");
});
beforeEach(() =>
  system(async tx => {
    await tx.notice.deleteMany();
    await tx.outboxMessage.deleteMany();
  }),
);

type End = { status: "failed" | "complete"; trigger?: "schedule" | "sync" };

/** Ends a run of the customer's as a worker does, without asking Zuora. */
const endRun = ({ status, trigger = "schedule" }: End) =>
  transaction({ customer: at.customerId }, async tx => {
    const { onboardingId, customerId } = at;
    const newest = await tx.onboardingRun.findFirstOrThrow({ where: { onboardingId }, orderBy: { number: "desc" } });
    const [made] = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, started_at, ended_at)
      VALUES (${onboardingId}, ${newest.number + 1}, ${trigger}, ${status}::"OnboardingStatus", app_now(), app_now(), app_now()) RETURNING id`;
    const end = { runId: made?.id ?? 0, subjectId: customerId };
    await tellRunEnd(tx, end);
    // It may be told twice of the same run.
    await tellRunEnd(tx, end);
  });
const syncFully = async () => {
  await syncNow({ customerId: at.customerId, input: { acceptDeletions: false } }, admin);
  await workToEnd(at);
};
const noticesOf = async ({ userId }: { userId: number }) =>
  (await system(tx => tx.notice.findMany({ where: { userId }, orderBy: { id: "asc" } }))).map(({ kind }) => kind);
const mailsTo = async ({ email }: { email: string }) =>
  (await listMails(email)).map(({ text }) => text.split("\n")[0]).toReversed();
const me = () => ({ userId: admin.id });
const customer = () => system(tx => tx.customer.findUniqueOrThrow({ where: { id: at.customerId } }));

test("F35: of a customer's people each is told of a failed sync, of recovery and of changes, by what they chose and may see; once, and nobody else", async () => {
  await endRun({ status: "failed" });
  await endRun({ status: "failed" });
  expect(await mailsTo(manager), "the first failure in a row").toEqual(["Acme: the last sync failed"]);
  expect([await noticesOf(manager), await noticesOf(viewer)]).toEqual([
    ["customer_sync_failed"],
    ["customer_sync_failed"],
  ]);
  expect([await mailsTo(viewer), await mailsTo(stranger), await noticesOf(stranger)]).toEqual([[], [], []]);
  const tellViewer = (notifyBy: string[]) =>
    system(tx => tx.customerUser.update({ where: { id: viewer.memberId }, data: { notifyBy } }));
  await tellViewer(["email", "in_app"]);
  zuora.change(0, { name: "Another name" });
  await syncFully();
  await tellViewer(["in_app"]);
  const leadToChoice = async ({ email }: CustomerPerson) =>
    (await listMails(email)).map(({ text }) => text.includes("/customer/preferences"));
  expect([await leadToChoice(manager), await leadToChoice(viewer)], "no way to what a role may not see").toEqual([
    [true, true, true],
    [false, false],
  ]);
  const kinds = ["customer_sync_failed", "customer_sync_recovered", "customer_changed"];
  expect([await noticesOf(manager), await noticesOf(viewer)]).toEqual([kinds, kinds]);
  expect((await mailsTo(manager)).slice(1).toSorted()).toEqual([
    "Acme: a workflow has changed",
    "Acme: syncs come through again",
  ]);
  const see = (isAllowed: boolean) =>
    changeAccess(
      {
        customerId: at.customerId,
        input: { cells: [{ role: "viewer", permission: "changes.read", isAllowed }], widgets: {} },
      },
      admin,
      { address: "192.0.2.1" },
    );
  await see(false);
  zuora.change(0, { name: "A third name" });
  await syncFully();
  expect(await noticesOf(viewer), "what a role may not see it is not told of").toEqual(kinds);
  expect(await noticesOf(manager)).toHaveLength(4);
  await see(true);
});

test("F35: one POST of a mail program ends the mails of whom the link was written to, and no other link does", async () => {
  const second = await newCustomerPerson(at.customerId, "manager");
  await endRun({ status: "failed", trigger: "sync" });
  const [mail, theirs] = (await Promise.all([listMails(manager.email), listMails(second.email)])).flat() as {
    unsubscribe?: string;
  }[];
  expect([mail?.unsubscribe, theirs?.unsubscribe], "each their own").toEqual([
    stopLink(manager.memberId),
    stopLink(second.memberId),
  ]);
  const token = String(mail?.unsubscribe).split("/").at(-1) ?? "";
  const channels = async () =>
    (await system(tx => tx.customerUser.findUniqueOrThrow({ where: { id: manager.memberId } }))).notifyBy;
  const caller = { address: "192.0.2.1", agent: "test" };
  for (const forged of ["", "nobodys", token.replace(/^\d+/, String(viewer.memberId)), `${token}0`, `0${token}`])
    await stopNews(forged, caller);
  expect(await channels()).toContain("email");
  await stopNews(token, caller);
  await stopNews(token, caller);
  expect(await channels()).toEqual(["in_app"]);
  const noted = { action: "customer.news_stopped", subjectId: String(at.customerId) };
  expect(await system(tx => tx.auditEntry.count({ where: noted }))).toBe(1);
  await endRun({ status: "complete" });
  expect(await mailsTo(manager)).toEqual(["Acme: the last sync failed"]);
  await system(tx =>
    tx.customerUser.update({ where: { id: manager.memberId }, data: { notifyBy: ["email", "in_app"] } }),
  );
});

test("F27: planned syncs that keep failing are warned of at half, paused at all of it, each once; one button, or a sync that comes through, has them go on", async () => {
  await changeCustomer(
    { customerId: at.customerId, input: { configuration: { pauseAfterFailures: 4 } } },
    admin,
    "192.0.2.1",
  );
  await endRun({ status: "failed" });
  await endRun({ status: "complete" });
  for (let time = 0; time < 5; time++) await endRun({ status: "failed", trigger: "sync" });
  await endRun({ status: "failed" });
  expect((await customer()).syncWarnedAt, "a good one begins anew, and one by hand does not count").toBeNull();
  await endRun({ status: "failed" });
  await endRun({ status: "failed" });
  const [warned, paused] = ["Acme: syncs keep failing", "Acme: syncs are paused"];
  const toldOf = (texts: readonly (string | undefined)[]) => texts.filter(text => text === warned || text === paused);
  expect([toldOf(await mailsTo(manager)), toldOf(await mailsTo(admin))]).toEqual([[warned], [warned]]);
  expect(await noticesOf(me())).toContain("customer_sync_warned");
  expect((await getCustomer(admin, at.customerId)).pausedAt).toBeNull();
  await endRun({ status: "failed" });
  await endRun({ status: "failed" });
  expect([toldOf(await mailsTo(manager)), toldOf(await mailsTo(admin))]).toEqual([
    [warned, paused],
    [warned, paused],
  ]);
  expect(toldOf(await mailsTo(viewer)), "who can do nothing about it is left in peace").toEqual([]);
  expect(await getCustomer(admin, at.customerId)).toMatchObject({ pausedAt: expect.any(String), nextSyncAt: null });
  const isDue = () =>
    system(tx => tx.$executeRaw`UPDATE customer SET next_sync_at = app_now() WHERE id = ${at.customerId}`);
  await isDue();
  expect(await beginDueCustomerSyncs(), "none begins by itself").toBe(0);
  const { jobId } = await resumeCustomer({ customerId: at.customerId, reason: "mended it" }, admin);
  expect(jobId).toBeGreaterThan(0);
  await expect(resumeCustomer({ customerId: at.customerId }, admin)).rejects.toMatchObject({
    code: "illegal_transition",
  });
  await workToEnd(at);
  expect(await customer()).toMatchObject({ syncPausedAt: null, syncWarnedAt: null });
  await isDue();
  expect(await beginDueCustomerSyncs()).toBe(1);
  await workToEnd(at);
});

test("F27: a sync that comes through and credentials that work again end a pause too", async () => {
  const pause = async () => {
    for (let time = 0; time < 4; time++) await endRun({ status: "failed" });
    expect((await customer()).syncPausedAt).not.toBeNull();
  };
  await pause();
  await syncFully();
  expect((await customer()).syncPausedAt).toBeNull();
  await pause();
  const { savedAt } = await system(tx =>
    tx.zuoraCredential.findUniqueOrThrow({ where: { customerId: at.customerId } }),
  );
  const of = { customerId: at.customerId, savedAt, by: { isDueTest: true as const } };
  await system(tx => breakClient(tx, { ...of, fault: "auth" }));
  await system(tx => healClient(tx, of));
  expect((await customer()).syncPausedAt).toBeNull();
  await syncFully();
});

test("002: of a customer that has come aboard every criterion is met, each with its proof, and one that is missed says why", async () => {
  const read = async () => (await getCriteria(admin, at.customerId)).items;
  const before = await getCriteria(admin, at.customerId);
  expect(before.items.filter(({ state }) => state !== "met")).toEqual([]);
  expect(before).toMatchObject({ met: 10, total: 10, isRunning: false });
  for (const { name, proof } of before.items) expect(proof, name).toContain(`/admin/customers/${at.customerId}`);
  for (const { actualMs, limitMs } of before.items.slice(6)) expect(actualMs).toBeLessThan(limitMs ?? 0);
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET started_at = started_at - interval '4 minutes' WHERE onboarding_id = ${at.onboardingId} AND step = 'monitoring'`,
  );
  await system(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'failed', error_code = 'access_test', error_message = 'A difference.'
      WHERE onboarding_id = ${at.onboardingId} AND step = 'user_access'`,
  );
  const missed = (await read()).filter(({ state }) => state !== "met");
  expect(missed.map(({ name, state, reason }) => [name, state, reason])).toEqual([
    ["access", "missed", "A difference."],
    ["setup_time", "open", null],
    ["access_time", "open", null],
    ["monitoring_time", "missed", null],
  ]);
  const fresh = await newCustomer(admin, zuora);
  const open = await getCriteria(admin, fresh.customerId);
  expect(open).toMatchObject({ met: 1, isRunning: true });
  await expect(getCriteria({ roles: [] }, at.customerId)).rejects.toMatchObject({ code: "not_found" });
});
