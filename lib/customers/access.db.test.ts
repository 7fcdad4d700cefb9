import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import * as usersRoute from "@/app/api/v1/customer/users/route";
import { findPerson, listPeople } from "@/lib/platform/auth/people/queries";
import { findChallengeView } from "@/lib/platform/auth/queries";
import { sendOtp } from "@/lib/platform/auth/service";
import { findSession } from "@/lib/platform/auth/session";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { StepFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { route } from "@/lib/platform/http/route";
import { callOwnApi, listMails, newCustomerPerson } from "@/lib/platform/testing/customer-people";
import {
  type CustomerRun,
  newCustomer,
  newStaff,
  openSandboxZuora,
  type Staff,
  workToEnd,
} from "@/lib/platform/testing/customer-run";
import { withConnection } from "@/lib/platform/testing/database";
import type { OwnApi } from "@/lib/platform/testing/own-api";
import { passTime } from "@/lib/platform/testing/pass-time";
import { getAccess } from "./queries/access";
import { getOverview } from "./queries/own-overview";
import { listOwnPeople } from "./queries/people";
import { type AccessChange, customerRoles, permissions, usualWidgets, type Widget } from "./schema/access";
import { changeAccess } from "./service/access/change-access";
import { asAdmin } from "./service/access/keeper";
import { closeProbe, openProbe } from "./service/access/probe";
import { requireSound } from "./service/access/require-sound";
import { testAccess } from "./service/access/test-access";
import { purgeProbes } from "./service/purge-old-rows";
import { retryCustomer } from "./service/retry-customer";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
let zuora: Awaited<ReturnType<typeof openSandboxZuora>>;
let api: OwnApi;
let admin: Staff;
let ready: CustomerRun;
beforeAll(async () => {
  zuora = await openSandboxZuora();
  api = zuora.api;
  admin = await newStaff();
  ready = await newCustomer(admin, zuora);
  await workToEnd(ready);
});

const stepOf = ({ onboardingId }: CustomerRun) =>
  system(tx => tx.onboardingStep.findFirstOrThrow({ where: { onboardingId, step: "user_access" } }));
const retry = async ({ customerId, onboardingId }: CustomerRun) => {
  await retryCustomer({ customerId, input: { from: "user_access", all: false } }, admin);
  await workToEnd({ onboardingId });
};
const contextOf = ({ customerId, onboardingId }: CustomerRun): WorkerContext => ({
  ...{ subjectId: customerId, onboardingId, runId: 1, cursor: null, signal: new AbortController().signal },
  page: async () => {},
});
const countAudit = (action: string) => system(tx => tx.auditEntry.count({ where: { action } }));
const countProbes = ({ customerId }: CustomerRun) =>
  system(tx => tx.customerUser.count({ where: { customerId, isProbe: true } }));

test("002 step 4: roles, matrix, widgets and preferences are there, the contact is asked once to manage, and every cell was tested as each role", async () => {
  const { state, result } = await stepOf(ready);
  expect(state).toBe("done");
  const cells = customerRoles.length * permissions.length;
  const { accessTest, ...outputs } = result as { accessTest: { isExpected: boolean; isGranted: boolean }[] };
  expect(accessTest).toHaveLength(cells);
  expect(accessTest.filter(({ isGranted }) => isGranted)).toHaveLength(9);
  expect(accessTest.every(({ isExpected, isGranted }) => isExpected === isGranted)).toBe(true);
  expect(outputs).toMatchObject({
    manager: "invited",
    roles: [
      { role: "manager", users: 0, invited: 1 },
      { role: "viewer", users: 0, invited: 0 },
    ],
    permissions: { viewer: { "workflows.read": true, "exports.download": false, "users.manage": false } },
    widgets: { manager: ["last_sync", "workflows", "changes", "users"], viewer: ["last_sync", "workflows", "changes"] },
    notifications: { users: { manager: ["email", "in_app"], viewer: ["in_app"] } },
    warnings: [expect.stringContaining("has not come")],
  });
  expect(JSON.stringify(result), "what is kept of a step names nobody").not.toMatch(/@(?!example\.invalid)/);
  const { contactEmail } = await system(tx => tx.customer.findUniqueOrThrow({ where: { id: ready.customerId } }));
  await retry(ready);
  const links = (await listMails(String(contactEmail))).flatMap(({ link }) => (link?.includes("/join/") ? [link] : []));
  expect(links, "asked once, however often it is set up").toHaveLength(1);
});

test("002 step 4: a probe is signed in for a moment, is among nobody's people, and nobody else can sign in as it", async () => {
  const manager = await newCustomerPerson(ready.customerId, "manager");
  const probe = await openProbe(ready.customerId, "viewer");
  const [account] = await system(tx => tx.user.findMany({ where: { id: probe.userId }, include: { sessions: true } }));
  expect([account?.phoneNumber, account?.email, account?.emailConfirmed]).toEqual([null, null, false]);
  const [session] = account?.sessions ?? [];
  const life = Number(session?.expiresAt) - Number(session?.createdAt);
  expect(life).toBeLessThanOrEqual(120_000);
  expect((await callOwnApi(probe.cookie, "GET", "/workflows")).status).toBe(200);
  const { users } = await listOwnPeople({ customerId: ready.customerId, userId: manager.userId });
  expect(users.map(({ id }) => id)).toEqual([manager.memberId]);
  expect((await getAccess(admin, ready.customerId)).users).toHaveLength(1);
  // Its name is no way to a code either.
  const caller = { browser: "b".repeat(32), address: "192.0.2.9", agent: "test" };
  const { challengeId } = await sendOtp({ email: "access-test@example.invalid" }, caller);
  expect(await findChallengeView(challengeId, caller.browser)).not.toBeNull();
  expect(await listMails("access-test@example.invalid"), "there is no such account").toEqual([]);
  await closeProbe(probe);
  expect(await findSession(String(session?.id))).toBeNull();
  expect((await callOwnApi(probe.cookie, "GET", "/workflows")).status).toBe(401);
});

test("002 steps 4, 5: who came before these steps were there has them after the migration, and a retry brings them; whose account is closed manages nothing", async () => {
  const { customerId, onboardingId } = ready;
  const steps = () =>
    system(tx =>
      tx.onboardingStep.findMany({
        where: { onboardingId },
        orderBy: { position: "asc" },
        select: { step: true, parent: true, position: true },
      }),
    );
  const before = await steps();
  const later = { onboardingId, step: { in: ["user_access", "monitoring"] } };
  await system(tx => tx.onboardingStep.deleteMany({ where: later }));
  await system(tx => tx.customerPermission.deleteMany({ where: { customerId } }));
  const migration = "prisma/migrations/20261121224500_steps_of_earlier_customers/migration.sql";
  // Twice brings them once.
  for (const _ of [1, 2])
    await withConnection(env.databaseUrl, client => client.query(readFileSync(migration, "utf8")));
  expect(await steps()).toEqual(before);
  expect(await system(tx => tx.onboardingStep.count({ where: { ...later, state: "pending" } }))).toBe(2);
  const close = (disabledAt: Date | null) =>
    system(tx =>
      tx.user.updateMany({ where: { customers: { some: { customerId, role: "manager" } } }, data: { disabledAt } }),
    );
  await close(new Date());
  await retry(ready);
  expect(await stepOf(ready)).toMatchObject({ state: "done", result: { manager: "invited" } });
  expect(await system(tx => tx.onboardingStep.count({ where: { onboardingId, state: { not: "done" } } }))).toBe(0);
  await close(null);
});

test("002 step 4 fails: a role without a rule is named, and a retry sets it right", async () => {
  const where = { customerId: ready.customerId, role: "viewer", permission: "exports.download" };
  await system(tx => tx.customerPermission.deleteMany({ where }));
  const failure = await testAccess(contextOf(ready)).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(StepFailure);
  expect(failure).toMatchObject({
    code: "permission",
    message: expect.stringContaining("viewer has no rule for exports.download"),
  });
  await retry(ready);
  expect((await stepOf(ready)).state).toBe("done");
  expect(await system(tx => tx.customerPermission.count({ where }))).toBe(1);
});

test("002 step 4 fails: a cell or a widget that was configured wrongly is named; an admin saves it and a retry is through", async () => {
  const { customerId } = ready;
  const save = (input: Partial<AccessChange>) =>
    changeAccess({ customerId, input: { cells: [], widgets: {}, ...input } }, admin, { address: "192.0.2.1" });
  const fails = async (errorCode: string, errorMessage: string) => {
    await retry(ready);
    expect(await stepOf(ready)).toMatchObject({
      ...{ state: "failed", errorCode, errorMessage: expect.stringContaining(errorMessage) },
    });
  };
  const mends = async (input: Partial<AccessChange>) => {
    await save(input);
    await retry(ready);
    expect((await stepOf(ready)).state).toBe("done");
  };
  const locked = { role: "manager", permission: "users.manage" } as const;
  await system(tx =>
    tx.customerPermission.updateMany({ where: { customerId, ...locked }, data: { isAllowed: false } }),
  );
  await fails("permission", "role manager has no right to users.manage");
  await save({ cells: [{ ...locked, isAllowed: true }] });
  const odd = { customerId, role: "viewer", permission: "moon.read", isAllowed: true };
  await system(tx => tx.customerPermission.create({ data: odd }));
  const thrown = await requireSound(customerId).catch((error: unknown) => error);
  expect(thrown).toMatchObject({
    code: "permission",
    message: expect.stringContaining("role viewer has a rule for moon.read"),
  });
  const [unknown] = (await getAccess(admin, customerId)).unknown;
  expect(unknown).toEqual({ role: "viewer", kind: "permission", name: "moon.read" });
  await save({});
  await system(tx => tx.customerWidget.updateMany({ where: { customerId, position: 0 }, data: { widget: "moon" } }));
  await fails("ui_configuration", "dashboard of manager names moon");
  await mends({ widgets: { manager: ["changes", "last_sync"] } });
  expect((await getAccess(admin, customerId)).widgets, "as it was saved; what is known of the other stayed").toEqual({
    manager: ["changes", "last_sync"],
    viewer: ["workflows", "changes"],
  });
  await system(tx => tx.customerWidget.deleteMany({ where: { customerId } }));
  await mends({ widgets: { viewer: ["users"] } });
  const { result } = await stepOf(ready);
  expect(result, "what is missing is as usual again, what shows nothing is told").toMatchObject({
    widgets: { manager: usualWidgets.manager, viewer: ["users"] },
    warnings: expect.arrayContaining([expect.stringContaining("dashboard of viewer has users")]),
  });
  await save({ widgets: { viewer: [...usualWidgets.viewer] } });
  const entries = await system(tx => tx.auditEntry.findMany({ where: { action: "customer.access_changed" } }));
  expect(entries[0]?.detail).toMatchObject({ cells: [{ ...locked, isAllowed: true, was: false }], removed: 0 });
  await save({ widgets: { viewer: [...usualWidgets.viewer] } });
  expect(await countAudit("customer.access_changed"), "what is the same is no change").toBe(entries.length);
});

test("002 step 4 fails: a database that refuses in the middle leaves nothing half done, and a retry is through", async () => {
  const before = await system(tx => tx.customerAccessCheck.findMany({ where: { customerId: ready.customerId } }));
  await withConnection(env.databaseUrl, async client => {
    await client.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now' USING ERRCODE = '53100'; END $$`,
    );
    await client.query(
      "CREATE TRIGGER refuse BEFORE INSERT ON customer_access_check FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
    );
  });
  await retry(ready);
  const { state, errorMessage } = await stepOf(ready);
  expect(state).toBe("failed");
  expect(errorMessage, "nothing of the database is told").not.toMatch(/customer_access_check|not now|INSERT/);
  expect(await system(tx => tx.customerAccessCheck.findMany({ where: { customerId: ready.customerId } }))).toEqual(
    before,
  );
  expect(await countProbes(ready)).toBe(0);
  await withConnection(env.databaseUrl, client => client.query("DROP TRIGGER refuse ON customer_access_check"));
  await retry(ready);
  expect((await stepOf(ready)).state).toBe("done");
});

test("002 step 4: what a test that was killed left behind is nobody in any list, count or export, cannot sign in, and is removed", async () => {
  const manager = await newCustomerPerson(ready.customerId, "manager");
  const overview = () => getOverview({ customerId: ready.customerId, userId: manager.userId });
  const desk: Parameters<typeof listPeople>[0] = { roles: [{ role: "admin", storeId: null }] };
  const before = [await overview(), await listPeople(desk, { limit: 100 })];
  const probe = await openProbe(ready.customerId, "manager");
  expect([await overview(), await listPeople(desk, { limit: 100 })], "counts and lists").toEqual(before);
  expect(await findPerson(desk, probe.userId)).toBeNull();
  const members = await system(tx => tx.customerUser.findMany({ where: { userId: probe.userId } }));
  const id = members[0]?.id;
  for (const [method, path, body] of [
    ["DELETE", `/users/${id}`],
    ["PUT", `/users/${id}/role`, { role: "viewer" }],
  ] as const)
    expect((await manager.call(method, path, body)).status, path).toBe(404);
  const written = { OR: [{ tenant: `customer:${ready.customerId}` }, { recipient: { contains: "access-test" } }] };
  const mails = () => system(tx => tx.outboxMessage.count({ where: written }));
  const sent = await mails();
  await system(purgeProbes);
  expect(await countProbes(ready), "a test may still go on").toBe(1);
  await passTime(150);
  expect((await callOwnApi(probe.cookie, "GET", "/workflows")).status, "its session is over by then").toBe(401);
  await passTime(8 * 60);
  expect(await system(purgeProbes)).toBe(1);
  expect(await system(tx => tx.user.count({ where: { id: probe.userId } }))).toBe(0);
  expect(await system(tx => tx.customerUser.count({ where: { id: manager.memberId } })), "nobody else").toBe(1);
  expect(await mails()).toBe(sent);
});

const users = "/api/v1/customer/users";
const careless = route({
  auth: "customer",
  summary: "Who looks at nothing",
  answers: { data: z.object({}) },
  handle: async () => ({}),
});
const closed = route({
  auth: "customer",
  summary: "Who lets nobody in",
  answers: { data: z.object({}) },
  handle: () => Promise.reject(new AppError("not_found")),
});

const broken = async () => Response.json({}, { status: 403 });

test("002 step 4 fails: a route that lets somebody in, or refuses who may, is named with role and permission, and shown; mended, a retry is through", async () => {
  const takeBack = api.replace({ [users]: { GET: careless, POST: closed } });
  await retry(ready);
  expect(await stepOf(ready)).toMatchObject({
    ...{ state: "failed", errorCode: "access_test" },
    errorMessage:
      "The access test found a difference: manager is refused, and may (users.manage); viewer is let in, and may not (users.read).",
  });
  const { matrix } = await getAccess(admin, ready.customerId);
  const wrong = matrix.filter(({ test: found }) => found?.isExpected !== found?.isGranted);
  expect(wrong.map(({ role, permission }) => [role, permission])).toEqual([
    ["manager", "users.manage"],
    ["viewer", "users.read"],
  ]);
  expect(await countProbes(ready), "none is left behind").toBe(0);
  takeBack();
  await retry(ready);
  expect((await stepOf(ready)).state).toBe("done");
});

test("002 step 4 fails: where we do not answer, or answer what says nothing of rights, it is tried again by itself", async () => {
  const takeBack = api.replace({ [users]: { GET: careless, POST: broken } });
  const odd = await testAccess(contextOf(ready)).catch((thrown: unknown) => thrown);
  expect(odd).toMatchObject({
    code: "access_test",
    retryable: true,
    message: expect.stringMatching(/POST .*users.* 403/),
  });
  takeBack();
  const allow = (isAllowed: boolean) => {
    const cell = { role: "viewer", permission: "users.read", isAllowed } as const;
    const input = { cells: [cell], widgets: {} };
    return changeAccess({ customerId: ready.customerId, input }, admin, { address: "192.0.2.1" });
  };
  const savesMeanwhile = route({
    ...{ auth: "customer", summary: "While an admin saves", answers: { data: z.object({}) } },
    handle: async () => {
      await allow(true);
      return {};
    },
  });
  const restore = api.replace({ [users]: { ...usersRoute, GET: savesMeanwhile } });
  const changed = await testAccess(contextOf(ready)).catch((thrown: unknown) => thrown);
  restore();
  await allow(false);
  expect(changed, "an admin who saves is no difference").toMatchObject({
    ...{ code: "access_test", retryable: true, message: "Who may do what was changed during the test." },
  });
  api.down();
  const down = await testAccess(contextOf(ready)).catch((thrown: unknown) => thrown);
  api.up();
  expect(down).toMatchObject({
    kind: "unreachable",
    retryable: true,
    message: expect.stringContaining("Our own address"),
  });
  expect(await countProbes(ready)).toBe(0);
});

test("002 step 4: what an admin allows holds at the next request and stays through a retry; a test that was made before is no proof of it", async () => {
  const viewer = await newCustomerPerson(ready.customerId, "viewer");
  expect((await viewer.call("GET", "/users")).status).toBe(404);
  const input = { role: "viewer", permission: "users.read", isAllowed: true } as const;
  const operator = await newStaff("operator");
  const change = (who: Staff, changed: object = {}) =>
    changeAccess({ customerId: ready.customerId, input: { cells: [{ ...input, ...changed }], widgets: {} } }, who, {
      address: "192.0.2.1",
    });
  await expect(change(operator)).rejects.toMatchObject({ code: "forbidden" });
  await expect(change({ ...operator, roles: [] })).rejects.toMatchObject({ code: "not_found" });
  const as = (who: Staff) => () => asAdmin(who, ready);
  expect(as(operator)).toThrow(expect.objectContaining({ code: "forbidden" }));
  expect(as({ ...operator, roles: [] })).toThrow(expect.objectContaining({ code: "not_found" }));
  const locksOut = { role: "manager", permission: "users.manage", isAllowed: false };
  await expect(change(admin, locksOut)).rejects.toMatchObject({ code: "illegal_transition" });
  await change(admin);
  expect((await viewer.call("GET", "/users")).status).toBe(200);
  const { matrix, users: shown } = await getAccess(operator, ready.customerId);
  const cell = matrix.find(({ role, permission }) => role === "viewer" && permission === "users.read");
  expect(cell).toMatchObject({ isAllowed: true, test: { isExpected: false, isGranted: false } });
  expect(shown.find(({ id }) => id === viewer.memberId)?.email, "masked for operators").toBe("v•••@•••");
  await retry(ready);
  const after = (await getAccess(admin, ready.customerId)).matrix.find(
    ({ role, permission }) => role === "viewer" && permission === "users.read",
  );
  expect(after).toMatchObject({ isAllowed: true, test: { isExpected: true, isGranted: true } });
});

test("002 step 4: of two admins who change at once what a role sees first, who has not seen the other's change is told of it and overwrites nothing", async () => {
  const { customerId } = ready;
  const shown = async () => (await getAccess(admin, customerId)).widgets;
  const before = await shown();
  const save = (viewer: Widget[], seen?: Widget[]) => {
    const input = { cells: [], widgets: { viewer }, ...(seen ? { seen: { viewer: seen } } : {}) };
    return changeAccess({ customerId, input }, admin, { address: "192.0.2.1" });
  };
  const both = [save(["changes"], before.viewer), save(["workflows"], before.viewer)];
  const ends = await Promise.allSettled(both);
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const kept = await shown();
  const given = kept.viewer[0] === "changes" ? "workflows" : "changes";
  expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "version_conflict", data: { saved: { viewer: kept.viewer }, given: { viewer: [given] } } },
  });
  await save([...kept.viewer], before.viewer);
  await save([...before.viewer], kept.viewer);
  expect(await shown(), "who wants what is there, or has seen it, is through").toEqual(before);
  await save(["changes"]);
  await save([...before.viewer]);
  expect(await shown(), "a caller who says nothing of what they saw means it so").toEqual(before);
});
