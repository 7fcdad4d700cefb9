import { beforeAll, expect, test } from "vitest";
import { Prisma, statement, transaction } from "@/lib/platform/db";
import { ask, newContract, newMember, placeIn, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { passTime } from "@/lib/platform/testing/pass-time";
import type { doors } from "./schema/activation";
import { memberStates } from "./schema/transition";
import type { Proof } from "./service/activate";
import { deactivate } from "./service/deactivate";

const day = 86_400_000;
const later = new Date(Date.now() + 3 * day);
const told = {
  ...{ gold: {}, silver: {}, life: { coreOffering: "life" } },
  papers: { coreOffering: "papers", requiresKyc: true, allowsAuto: true },
  ...{
    byInvite: { coreOffering: "byInvite".toLowerCase(), allowsDirect: false },
    coming: { coreOffering: "later", startsOn: later },
  },
};
let contract: Awaited<ReturnType<typeof newContract<keyof typeof told>>>;
beforeAll(async () => {
  contract = await newContract(told);
});

type History = { plan: string; startedAt: Date; endedAt: Date | null; endedBecause: string | null; door: string };
const historyOf = (memberId: number) =>
  statement<History>(Prisma.sql`
    SELECT plan_subscription_id AS plan, started_at AS "startedAt", ended_at AS "endedAt", ended_because AS "endedBecause", door
    FROM member_subscription WHERE member_id = ${memberId} ORDER BY started_at, ended_at NULLS LAST`);
const seatsOf = async (planId: string) =>
  (await transaction("system", tx => tx.planSubscription.findUniqueOrThrow({ where: { id: planId } }))).seatsTaken;
const stateOf = async (id: number) =>
  (await transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id } }))).state;
const stop = (memberId: number, planId?: string) =>
  deactivate({ memberId, planId, via: proofs.admin, reason: "Left the company", requestId: "req_test" });

test("E10: another plan of the core offering takes the place of the first in one moment, if the door allows it; of another it is one more", async () => {
  const { gold, silver, life } = contract.plans;
  const id = await newMember(contract.id);
  const before = await Promise.all([gold, silver].map(seatsOf));
  const first = await ask(id, gold, proofs.partner);
  expect(await refusalOf(ask(id, gold, proofs.replacing))).toMatchObject({
    code: "already_active",
    data: { subscriptionId: first.subscriptionId },
  });
  expect(await refusalOf(ask(id, silver, proofs.partner))).toMatchObject({
    ...{ code: "duplicate_core_offering", status: 409 },
    data: { subscriptionId: first.subscriptionId, planSubscriptionId: gold },
  });
  const second = await ask(id, silver, proofs.replacing);
  expect(second).toMatchObject({ state: "activated", replaced: first.subscriptionId });
  expect(await ask(id, life, proofs.partner)).toMatchObject({ state: "activated", replaced: null });
  const history = await historyOf(id);
  expect(history).toMatchObject([
    { plan: gold, endedBecause: "replaced", endedAt: second.activatedAt },
    { plan: silver, startedAt: second.activatedAt, endedAt: null },
    { plan: life, endedAt: null },
  ]);
  expect(await Promise.all([gold, silver].map(seatsOf))).toEqual([before[0], (before[1] ?? 0) + 1]);
});

test("E9: who has left comes back as at the first time; one of two plans may end alone, and of none there is nothing to end", async () => {
  const { gold, life } = contract.plans;
  const id = await newMember(contract.id);
  expect(await refusalOf(stop(id))).toMatchObject({ code: "illegal_transition", data: { state: "draft" } });
  await ask(id, gold, proofs.direct);
  await ask(id, life, proofs.admin);
  const seats = await seatsOf(gold);
  expect(await stop(id, life)).toMatchObject({ state: "activated" });
  expect(await refusalOf(stop(id, life))).toMatchObject({ status: 422, errors: [{ code: "unknown_plan" }] });
  expect(await stop(id)).toMatchObject({ state: "deactivated" });
  expect([await stateOf(id), await seatsOf(gold)]).toEqual(["deactivated", seats - 1]);
  expect(await refusalOf(stop(id))).toMatchObject({ code: "illegal_transition", data: { state: "deactivated" } });
  const back = await ask(id, gold, proofs.partner);
  expect(back).toMatchObject({ state: "activated", replaced: null });
  expect((await historyOf(id)).map(({ plan, endedBecause }) => [plan, endedBecause])).toEqual([
    [gold, "deactivated"],
    [life, "deactivated"],
    [gold, null],
  ]);
});

test("E13: every rule that is broken is told at once, with the field as the wire calls it", async () => {
  const id = await newMember(contract.id, { details: { name: "Meera" } });
  const refusal = await refusalOf(ask(id, contract.plans.papers, proofs.partner));
  expect(refusal).toMatchObject({ code: "invalid_input", status: 422 });
  const fields = ["dob", "gender", "phoneNumber", "govtIdValue", "addrLine", "pincode", "nomineeDetails"];
  expect(refusal.errors.map(({ field, code }) => [field, code])).toEqual(fields.map(field => [field, "required"]));
  const known = await newMember(contract.id);
  const codes = async (planId: string, via: Proof) =>
    (await refusalOf(ask(known, planId, via))).errors.map(one => one.code);
  expect(await codes("plan_nobodys", proofs.admin)).toEqual(["unknown_plan"]);
  expect(await codes(contract.plans.byInvite, proofs.direct)).toEqual(["direct_not_allowed"]);
  expect(await codes(contract.plans.coming, proofs.admin)).toEqual(["plan_not_started"]);
  const log = await statement<{ code: string; decision: object }>(
    Prisma.sql`SELECT code, decision FROM activation_log WHERE member_id = ${id}`,
  );
  expect(log).toMatchObject([{ code: "invalid_input", decision: { from: "draft", to: null } }]);
});

test("001: a contract that is cancelled, over or of a disabled employer, and a plan that is over or retired, give nothing", async () => {
  const own = await newContract({ plan: {} });
  const id = await newMember(own.id);
  const codes = async () => (await refusalOf(ask(id, own.plans.plan, proofs.admin))).errors.map(one => one.code);
  const yesterday = new Date(Date.now() - day);
  const contractIs = (data: object) =>
    transaction("system", tx => tx.parentSubscription.update({ where: { id: own.id }, data }));
  const planIs = (data: object) =>
    transaction("system", tx => tx.planSubscription.update({ where: { id: own.plans.plan }, data }));
  const employerIs = (disabledAt: Date | null) =>
    transaction("system", tx =>
      tx.employer.updateMany({ where: { subscriptions: { some: { id: own.id } } }, data: { disabledAt } }),
    );
  await contractIs({ cancelledAt: yesterday });
  expect(await codes()).toEqual(["contract_not_active"]);
  await contractIs({ cancelledAt: null, endsOn: yesterday });
  expect(await codes()).toEqual(["contract_not_active"]);
  await contractIs({ endsOn: null, startsOn: later });
  expect(await codes()).toEqual(["contract_not_active"]);
  await contractIs({ startsOn: yesterday });
  await employerIs(yesterday);
  expect(await codes()).toEqual(["contract_not_active"]);
  await employerIs(null);
  await planIs({ endsOn: yesterday });
  expect(await codes()).toEqual(["plan_not_active"]);
  await planIs({ endsOn: new Date(), retiredAt: yesterday });
  expect(await codes()).toEqual(["plan_not_active"]);
  await planIs({ retiredAt: null });
  expect(await ask(id, own.plans.plan, proofs.admin), "its last day counts").toMatchObject({ state: "activated" });
});

test("E22: a dry run tells what would happen and why not, at every door, and changes nothing", async () => {
  const { gold, silver, papers } = contract.plans;
  const id = await newMember(contract.id);
  const everything = () =>
    statement<{ rows: string }>(Prisma.sql`
      SELECT (SELECT jsonb_agg(m) FROM member m)::text || (SELECT jsonb_agg(l) FROM activation_log l)::text
        || (SELECT jsonb_agg(s) FROM member_subscription s)::text || (SELECT jsonb_agg(p) FROM plan_subscription p)::text
        || (SELECT count(*) FROM audit_entry) || (SELECT count(*) FROM outbox_message) || (SELECT count(*) FROM named_lock) AS rows`);
  await ask(id, gold, proofs.direct);
  const before = await everything();
  const dry = (planId: string, via: Proof) => ask(id, planId, via, { dryRun: true });
  const replacing = await dry(silver, proofs.replacing);
  expect(replacing).toMatchObject({
    subscriptionId: null,
    decision: { to: "activated", wouldBegin: silver, lockFree: true, wouldMail: true },
  });
  expect(replacing.decision.wouldEnd).toMatch(/^ms_/);
  expect((await dry(silver, proofs.partner)).decision).toMatchObject({ to: null, wouldEnd: null, wouldMail: false });
  const broken = (await dry(papers, proofs.admin)).decision.rules.filter(({ ok }) => !ok).map(rule => rule.id);
  expect(broken).toEqual(["govt_id", "address", "pincode", "nominee"]);
  const stranger = await refusalOf(ask(2_000_000_000, gold, proofs.admin, { dryRun: true }));
  expect(stranger.code).toBe("not_found");
  expect(await everything()).toEqual(before);
});

test("E1: each door lets in from the states of its event alone; the rest is 409 with the state, and in the log", async () => {
  const legal: Record<(typeof doors)[number], readonly string[]> = {
    ...{ direct: memberStates, admin: memberStates, partner: memberStates },
    ...{ auto: ["scheduled"], invite: ["otp_verified"] },
  };
  for (const door of ["auto", "invite"] as const)
    for (const state of memberStates.filter(one => !legal[door].includes(one))) {
      const id = await newMember(contract.id);
      await placeIn(id, state);
      const refusal = await refusalOf(ask(id, contract.plans.gold, proofs[door]));
      expect(refusal).toMatchObject({ code: "illegal_transition", status: 409, data: { state } });
      expect(refusal.message).toMatch(/^memberIs/);
    }
  for (const door of ["direct", "admin", "partner"] as const)
    for (const state of ["invited", "otp_verified", "scheduled", "expired", "failed"]) {
      const id = await newMember(contract.id);
      await placeIn(id, state);
      expect(await ask(id, contract.plans.gold, proofs[door])).toMatchObject({ state: "activated" });
    }
});

test("001: who accepts before the plan begins is scheduled for its first day, and who is due and may not have it has failed, once", async () => {
  const { coming, papers } = contract.plans;
  const id = await newMember(contract.id);
  await placeIn(id, "otp_verified");
  const startsOn = new Date(later.toISOString().slice(0, 10));
  expect(await ask(id, coming, proofs.invite)).toMatchObject({
    subscriptionId: null,
    state: "scheduled",
    activatedAt: startsOn,
  });
  const timers = () => transaction("system", tx => tx.activationTimer.findMany({ where: { memberId: id } }));
  expect(await timers()).toMatchObject([{ planSubscriptionId: coming, dueAt: startsOn, setBy: "accept" }]);
  await passTime(4 * 86_400);
  expect(await ask(id, coming, proofs.auto)).toMatchObject({ state: "activated" });
  expect(await timers()).toEqual([]);
  const other = await newMember(contract.id);
  await placeIn(other, "scheduled");
  expect(await refusalOf(ask(other, papers, proofs.auto))).toMatchObject({ code: "invalid_input" });
  const failed = await transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id: other } }));
  expect(failed).toMatchObject({ state: "failed", failedCode: "govt_id" });
  expect(await refusalOf(ask(other, papers, proofs.auto))).toMatchObject({ code: "illegal_transition" });
});
