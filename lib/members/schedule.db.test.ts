import { expect, test } from "vitest";
import type { z } from "zod";
import { transaction } from "@/lib/platform/db";
import { day, faultsOf, hours, lookAt, setTimer } from "@/lib/platform/testing/due-member";
import { newContract, newMember, newPerson, placeIn, proofs } from "@/lib/platform/testing/new-member";
import { DueActivation, ScheduledActivation, ScheduleSearch } from "./schema/schedule";
import { groupByPerson } from "./service/activate-many";
import { cancelIfScheduled } from "./service/cancel-schedule";
import { findReached } from "./service/find-reached";

const auto = { allowsAuto: true };
const asked = { via: proofs.direct, requestId: "req_test" };

test("E20: a time is refused that is past, too far or outside the days of contract and plan, and a plan that may not begin by itself; the plan follows from the invite or the contract", async () => {
  const { id, plans } = await newContract({ gold: auto, byHand: {}, over: { ...auto, endsOn: day(10) } });
  const member = await newMember(id);
  const refused = (dueAt: Date, planId?: string) => faultsOf(setTimer(member, dueAt, planId));
  expect(await refused(hours(-1), plans.gold)).toEqual([422, "activationDate in_past"]);
  expect(await refused(hours(24 * 732), plans.gold)).toEqual([422, "activationDate too_far"]);
  expect(await refused(day(11), plans.over)).toEqual([422, "activationDate outside_plan"]);
  expect(await refused(hours(-1), plans.byHand)).toEqual([
    ...[422, "planSubscriptionId auto_not_allowed", "activationDate in_past"],
  ]);
  expect(await refused(hours(1), "plan_nobodys")).toEqual([422, "planSubscriptionId unknown_plan"]);
  expect(await refused(hours(1)), "two may begin by themselves").toEqual([422, "planSubscriptionId required"]);
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.over }, data: { retiredAt: new Date() } }),
  );
  expect(await refused(hours(1), plans.over)).toEqual([422, "planSubscriptionId plan_not_active"]);

  const dry = await setTimer(member, hours(1), undefined, true);
  expect([dry.planId, dry.from, dry.rules.filter(({ ok }) => !ok)]).toEqual([plans.gold, "draft", []]);
  const before = await lookAt(member);
  expect([before.state, before.timers, before.log.filter(one => one.endsWith("scheduled"))]).toEqual(["draft", 0, []]);

  const at = hours(2);
  expect(await setTimer(member, at)).toMatchObject({ planId: plans.gold, dueAt: at });
  expect(await lookAt(member)).toMatchObject({ state: "scheduled", timers: 1 });
  expect(await faultsOf(setTimer(member, at))).toEqual([409]);
  expect([
    await cancelIfScheduled({ memberId: member, ...asked }),
    await cancelIfScheduled({ memberId: member, ...asked }),
  ]).toEqual([true, false]);
  expect(await lookAt(member)).toMatchObject({ state: "draft", timers: 0, active: 0 });

  const invited = await newMember(id);
  await placeIn(invited, "invited");
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO member_invite (member_id, plan_subscription_id, token_hash, channels, created_at, expires_at, take_up_until)
      VALUES (${invited}, ${plans.gold}, 'hash', '{email}', app_now(), app_now() + interval '1 day', app_now() + interval '3 days')`,
  );
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.byHand }, data: { allowsAuto: true } }),
  );
  expect(await setTimer(invited, at), "two are possible, and one was offered").toMatchObject({ planId: plans.gold });
  const [invite] = await transaction("system", tx => tx.memberInvite.findMany({ where: { memberId: invited } }));
  expect(invite?.endedBecause).toBe("superseded");
});

test("E20: number and address are one person's, and who is unknown is not there", async () => {
  const { id: contractId } = await newContract({ gold: auto });
  const [one, other] = [newPerson(), newPerson()];
  const id = await newMember(contractId, { details: one });
  await newMember(contractId, { details: other });
  const find = (told: object) => transaction("system", tx => findReached(tx, { contractId, ...told }));
  const { phoneNumber, emailId } = one;
  for (const told of [{ phoneNumber }, { emailId: emailId.toUpperCase() }, { phoneNumber, emailId }])
    expect(await find(told)).toBe(id);
  expect(await faultsOf(find({ phoneNumber, emailId: other.emailId }))).toEqual([422, "emailId other_member"]);
  expect(await faultsOf(find({ phoneNumber: "12", emailId: "x" }))).toEqual([
    ...[422, "phoneNumber invalid_phone", "emailId invalid_email"],
  ]);
  expect(await faultsOf(find({ emailId: "nobody@example.com" }))).toEqual([404]);
  const shared = "family@example.com";
  const children = ["Ada", "Bea"].map(name => ({ ...newPerson(), name, phoneNumber: undefined, emailId: shared }));
  const ofChildren = [];
  for (const details of children)
    ofChildren.push(await newMember(contractId, { details, relation: "child", primaryMemberId: id }));
  expect(await faultsOf(find({ emailId: shared })), "nobody knows which of them").toEqual([422, "emailId ambiguous"]);
  for (const memberId of ofChildren) expect(await find({ memberId })).toBe(memberId);
  const { id: elsewhere } = await newContract({ gold: auto });
  const [erased = 0] = ofChildren;
  const nothing = { name: null, dob: null, gender: null, email: null, erasedAt: new Date() };
  await transaction("system", tx => tx.member.update({ where: { id: erased }, data: nothing }));
  for (const told of [{ memberId: id, contractId: elsewhere }, { memberId: erased }, { memberId: 2_147_483_647 }])
    expect(await faultsOf(find(told))).toEqual([404]);
  expect(await faultsOf(find({ contractId: "sub_nobodys", phoneNumber }))).toEqual([404]);
});

test("E20: a member is named by number or by how they are reached, not by both; in an address a number is a text", () => {
  const search = { subscriptionId: "sub_test" };
  const due = { parentSubscriptionId: "sub_test" };
  const timed = { ...search, activationDate: 1_900_000_000 };
  const of = (schema: z.ZodType, told: object) => {
    const parsed = schema.safeParse(told);
    return parsed.success ? "" : parsed.error.issues.map(({ path }) => path.join(".")).join();
  };
  for (const [schema, told, memberId] of [
    ...([
      [ScheduledActivation, timed, 7],
      [ScheduleSearch, search, "7"],
      [DueActivation, due, 7],
    ] as const),
  ]) {
    expect(of(schema, { ...told, memberId })).toBe("");
    expect(of(schema, told)).toBe("phoneNumber");
    expect(of(schema, { ...told, memberId, emailId: "a@example.com" })).toBe("memberId");
    for (const odd of [0, -1, 1.5, "x", "", 2 ** 31])
      expect(of(schema, { ...told, memberId: odd }), String(odd)).toBe("memberId");
  }
  expect(ScheduleSearch.parse({ ...search, memberId: "7" }).memberId).toBe(7);
});

test("E21: of many at once those that may be about one person stand behind each other, also where a third one tells so", () => {
  const items = ["a b", "c", "b d", "", "d e", "c", ""].map((keys, index) => ({
    index,
    keys: keys.split(" ").filter(Boolean),
  }));
  const groups = groupByPerson(items).map(group => group.map(({ index }) => index));
  expect(groups.sort()).toEqual([[0, 2, 4], [1, 5], [3], [6]]);
});
