import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { route } from "@/lib/platform/http/route";
import { toWire } from "@/lib/platform/http/wire";
import { countWait, withPatience } from "@/lib/platform/patience";
import { withConnection } from "@/lib/platform/testing/database";
import { newContract, newMember, newPerson, refusalOf } from "@/lib/platform/testing/new-member";
import { checkPending } from "./queries/pending";
import { DirectActivation, type ToldMember } from "./schema/direct";
import { activateDirectly, type DirectCall } from "./service/activate-directly";
import { activateMany } from "./service/activate-many";
import { BulkAnswer, isSettled } from "./view/bulk";

const call = { requestId: "req_direct", address: "192.0.2.1", agent: "a test" };
let contract: Awaited<ReturnType<typeof newContract<"gold">>>;
beforeAll(async () => {
  contract = await newContract({ gold: {} });
});

const inside: DirectCall = { actor: { kind: "system" }, call, isDryRun: false };
const activate = (member: ToldMember) =>
  activateDirectly(
    { parentSubscriptionId: contract.id, planSubscriptionId: contract.plans.gold, member, mode: "direct" },
    inside,
  );
const child = (primaryMemberId: number, name: string): ToldMember => ({
  ...newPerson(),
  ...{ name, dob: "2015-05-31", relation: "child", primaryMemberId },
});

test("E3: a dependent is the same however the name is composed", async () => {
  const primary = await newMember(contract.id);
  expect(await activate(child(primary, "Jose\u0301 Iyer"))).toMatchObject({ isNew: true, state: "activated" });
  for (const name of ["Jose\u0301 Iyer", "Jos\u00e9 Iyer", "JOSE\u0301 iyer"])
    expect(await refusalOf(activate(child(primary, name)))).toMatchObject({ code: "already_active", status: 409 });
});

test("E3: a dependent is one of an employee who is there, not of another dependent and not of somebody who was erased", async () => {
  const primary = await newMember(contract.id);
  const { emailId: _, ...dependent } = child(primary, "Asha Iyer");
  const other = await newMember(contract.id, { details: newPerson(), relation: "child", primaryMemberId: primary });
  const erased = await newMember(contract.id);
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE member SET name = NULL, email = NULL, phone_number = NULL, dob = NULL, gender = NULL, erased_at = now() WHERE id = ${erased}`,
  );
  for (const primaryMemberId of [other, erased])
    expect(await refusalOf(activate({ ...dependent, primaryMemberId }))).toMatchObject({
      ...{ status: 422, errors: [{ field: "member.primaryMemberId", code: "unknown" }] },
    });
});

const faults = (body: object) => {
  const parsed = DirectActivation.safeParse({ parentSubscriptionId: contract.id, memberId: 1, ...body });
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join("."));
};

test("E3: the plan goes by either name and by one of them; the day of joining is no day to come, and is kept", async () => {
  const [gold, day] = [contract.plans.gold, "2019-02-28"];
  expect([faults({}), faults({ planId: gold, planSubscriptionId: gold })]).toEqual([
    ...[["planSubscriptionId"], ["planId"]],
  ]);
  for (const joiningDate of ["2999-01-01", "2019-02-29", "1899-12-31", "yesterday", 7, null])
    expect(faults({ planId: gold, joiningDate }), String(joiningDate)).toEqual(["joiningDate"]);
  const memberId = await newMember(contract.id);
  const call = (told: object, more: Partial<DirectCall> = {}) =>
    activateDirectly(DirectActivation.parse({ parentSubscriptionId: contract.id, ...told }), { ...inside, ...more });
  expect(await refusalOf(call({ memberId, planId: "plan_nobodys", joiningDate: day }))).toMatchObject({
    errors: [{ field: "planId", code: "unknown_plan" }],
  });
  const read = (id: number) => transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id } }));
  expect((await read(memberId)).joinedOn, "not of who was refused").toBeNull();
  await call({ memberId, planId: gold, joiningDate: day });
  expect((await read(memberId)).joinedOn).toEqual(new Date(day));
});

test("E3: whoever is invited is asked aboard as at the desk: the plan waits for them, a dry run tells it before, and a refusal leaves nobody behind", async () => {
  const { emailId, phoneNumber } = newPerson();
  const told = { parentSubscriptionId: contract.id, planSubscriptionId: contract.plans.gold, mode: "invite" as const };
  const invite = (more: object, isDryRun = false) =>
    activateDirectly(DirectActivation.parse({ ...told, ...more }), { ...inside, isDryRun });
  const member = { emailId, phoneNumber, name: "Asha Rao" };
  const seen = async () => {
    const { rows, mails } = await transaction("system", async tx => ({
      rows: await tx.member.findMany({
        where: { parentSubscriptionId: contract.id, email: emailId },
        include: { invites: true, subscriptions: true, log: { orderBy: { id: "asc" } } },
      }),
      mails: await tx.outboxMessage.count({ where: { recipient: emailId } }),
    }));
    return { rows, mails };
  };
  const dry = await invite({ member }, true);
  expect(dry).toMatchObject({
    isNew: true,
    decision: { from: "draft", to: "invited", wouldMail: true, wouldEnd: null },
  });
  expect(dry.decision?.rules.map(({ id }) => id)).toEqual([
    ...["contract_active", "plan_of_contract", "plan_active", "seat_free", "reach"],
  ]);
  const nowhere = { name: "Nobody Knows" };
  expect((await invite({ member: nowhere }, true)).decision).toMatchObject({ to: null });
  expect(await refusalOf(invite({ member: nowhere }))).toMatchObject({
    ...{ status: 422, errors: [{ field: "member.phoneNumber", code: "required" }] },
  });
  expect(await refusalOf(invite({ member, planSubscriptionId: "plan_nobodys" }))).toMatchObject({
    errors: [{ field: "planSubscriptionId", code: "unknown_plan" }],
  });
  expect(await seen()).toEqual({ rows: [], mails: 0 });

  expect(await invite({ member, joiningDate: "2020-01-31" })).toEqual({ isNew: true, state: "invited" });
  const { rows, mails } = await seen();
  expect([rows.length, mails]).toEqual([1, 1]);
  const [asked] = rows;
  expect(asked).toMatchObject({
    ...{ state: "invited", name: "Asha Rao", subscriptions: [], joinedOn: new Date("2020-01-31") },
    ...{ invites: [{ planSubscriptionId: told.planSubscriptionId, endedAt: null }] },
    log: [{ door: "direct", event: "invite", toState: "invited", code: null }],
  });
  const expiresAt = asked?.invites[0]?.takeUpUntil.toISOString();
  const pending = { pending: true, status: "invited", parentSubscriptionId: contract.id, autoActivationDate: null };
  expect(await checkPending({ emailId }, "a test")).toEqual({ ...pending, expiresAt });
  expect(await refusalOf(invite({ memberId: asked?.id }))).toMatchObject({ code: "illegal_transition" });
  expect((await invite({ memberId: asked?.id }, true)).decision, "as the dry run says").toMatchObject({ to: null });
  expect(
    await activateDirectly(DirectActivation.parse({ ...told, memberId: asked?.id, mode: "direct" }), inside).catch(
      ({ errors }) => errors.map(({ field }: { field: string }) => field),
    ),
  ).toEqual(["dob", "gender"]);
  expect((await checkPending({ phoneNumber }, "a test")).expiresAt).toBe(expiresAt);
});

test("E1: also a call that means nobody, or a contract that is not there, leaves its row in the log", async () => {
  const told = {
    parentSubscriptionId: "sub_nowhere",
    planSubscriptionId: contract.plans.gold,
    mode: "direct" as const,
  };
  const by = (requestId: string) => ({ actor: { kind: "system" as const }, call: { ...call, requestId } });
  const logged = (requestId: string) =>
    transaction("system", tx => tx.activationLog.findMany({ where: { requestId } }));
  const refusal = await refusalOf(
    activateDirectly(
      { ...told, member: { ...newPerson(), relation: "self" } },
      { ...by("req_nowhere"), isDryRun: false },
    ),
  );
  expect(refusal).toMatchObject({ errors: [{ field: "parentSubscriptionId", code: "unknown_contract" }] });
  expect(await logged("req_nowhere")).toMatchObject([
    { memberId: null, door: "direct", code: "invalid_input", toState: null, planSubscriptionId: contract.plans.gold },
  ]);
  await refusalOf(
    activateDirectly({ ...told, member: { ...newPerson(), relation: "self" } }, { ...by("req_dry"), isDryRun: true }),
  );
  expect(await logged("req_dry")).toEqual([]);
});

test("E3: a plan's id is as long as at any other door", () => {
  const told = { parentSubscriptionId: "sub_test", memberId: 1 };
  const fits = (length: number) =>
    DirectActivation.safeParse({ ...told, planSubscriptionId: "p".repeat(length) }).success;
  expect([fits(70), fits(71)]).toEqual([true, false]);
});

test("bar 104: each of many at once is waited with as a call of its own, however long the others have waited", async () => {
  const of = { parentSubscriptionId: contract.id, planSubscriptionId: contract.plans.gold };
  const items = Array.from({ length: 20 }, () => toWire({ ...of, member: newPerson() }));
  const ended = await withConnection(env.databaseUrl, async client => {
    await client.query("BEGIN");
    // The audit trail's chain.
    await client.query("SELECT pg_advisory_xact_lock(7204001)");
    const going = withPatience(async () => {
      countWait(performance.now() - 4000);
      return activateMany(items, inside);
    });
    await client.query("SELECT pg_sleep(0.5)");
    await client.query("ROLLBACK");
    return going;
  });
  expect(ended.flatMap(({ refusal }) => refusal?.code ?? [])).toEqual([]);
  expect(ended).toHaveLength(20);
});

test("A27, E21: of many at once no answer is kept that refuses one of them for what passes by itself", async () => {
  let said = "";
  let done = 0;
  const handler = route({
    auth: "internal",
    summary: "",
    answers: { data: BulkAnswer },
    once: () => "internal",
    isFinal: isSettled,
    handle: async () => {
      const error = { code: said, message: "", errors: [] };
      const results = [{ index: 0, success: false as const, data: null, error }];
      return { total: 1, succeeded: 0, failed: ++done, results };
    },
  });
  for (const [code, times] of [
    ...(["invalid_input", "already_active"] as const).map(code => [code, 1] as const),
    ...(["unavailable", "activation_in_progress", "rate_limited"] as const).map(code => [code, 2] as const),
  ]) {
    [said, done] = [code, 0];
    const headers = { Authorization: `Bearer ${env.internalApiToken}`, "Idempotency-Key": `many ${code}` };
    const send = () =>
      handler(new Request("http://localhost/many", { method: "POST", headers }), { params: Promise.resolve({}) });
    expect([(await send()).status, (await send()).status], code).toEqual([200, 200]);
    expect(done, code).toBe(times);
  }
});
