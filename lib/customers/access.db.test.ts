import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findChallengeView } from "@/lib/platform/auth/queries";
import { sendOtp } from "@/lib/platform/auth/service";
import { findSession } from "@/lib/platform/auth/session";
import { type Tx, transaction } from "@/lib/platform/db";
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
import type { OwnApi } from "@/lib/platform/testing/own-api";
import { getAccess } from "./queries/access";
import { listOwnPeople } from "./queries/people";
import { customerRoles, permissions } from "./schema/access";
import { changeMatrix } from "./service/access/change-matrix";
import { closeProbe, openProbe } from "./service/access/probe";
import { testAccess } from "./service/access/test-access";
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
    changeMatrix({ customerId: ready.customerId, input: { ...input, ...changed } }, who, "192.0.2.1");
  await expect(change(operator)).rejects.toMatchObject({ code: "forbidden" });
  await expect(change({ ...operator, roles: [] })).rejects.toMatchObject({ code: "not_found" });
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
