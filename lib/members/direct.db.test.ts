import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { newContract, newMember, newPerson, refusalOf } from "@/lib/platform/testing/new-member";
import { DirectActivation, type ToldMember } from "./schema/direct";
import { activateDirectly } from "./service/activate-directly";

const call = { requestId: "req_direct", address: "192.0.2.1", agent: "a test" };
let contract: Awaited<ReturnType<typeof newContract<"gold">>>;
beforeAll(async () => {
  contract = await newContract({ gold: {} });
});

const activate = (member: ToldMember) =>
  activateDirectly(
    { parentSubscriptionId: contract.id, planSubscriptionId: contract.plans.gold, member, mode: "direct" },
    { actor: { kind: "system" }, call, isDryRun: false },
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
