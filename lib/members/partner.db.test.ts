import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { addPartner } from "@/lib/platform/partner/service";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import { newContract, type TestContract } from "@/lib/platform/testing/new-contract";
import type { PartnerActivation } from "./schema/partner";
import { createMember } from "./service/add-member";
import { activatePerson, explainActivation } from "./service/partner/activate-person";

const call = { requestId: "req_1", address: "192.0.2.1", agent: "a test" };
let own: PartnerActor & TestContract;
let other: PartnerActor & TestContract;

async function newContractor(accountId: string) {
  const given = { id: accountId, name: accountId, scopes: ["members" as const], defaultRegion: "IN" };
  await transaction("system", tx => addPartner(tx, given, "a secret of thirty-two characters"));
  const actor: PartnerActor = {
    ...{ accountId, scopes: ["members"], defaultRegion: "IN", allowsReplacement: true, skewSeconds: 3, signed: "" },
  };
  return { ...actor, ...(await newContract({ partnerAccountId: accountId, seats: 1 })) };
}

let made = 0;
function newPerson(more: Partial<PartnerActivation> = {}): PartnerActivation {
  const number = String(++made).padStart(5, "0");
  const reach = { phoneNumber: `98765${number}`, emailId: `person${number}@example.com` };
  const details = { name: "Asha Rao", dob: "1990-02-28", gender: "F" as const };
  return { partnerUserId: `user_${number}`, planSubscriptionId: own.gold, ...reach, ...details, ...more };
}

const outcome = (going: Promise<{ status: string }>) =>
  going.then(
    ({ status }) => status,
    error =>
      [error.code, ...error.errors.map(({ field, code }: Record<string, string>) => `${field} ${code}`)].join(" "),
  );
const activate = (person: PartnerActivation, actor = own) => outcome(activatePerson(actor, person, call));
const membersOf = ({ contractId }: TestContract) =>
  transaction("system", tx =>
    tx.member.findMany({ where: { parentSubscriptionId: contractId }, orderBy: { id: "asc" } }),
  );
const countAll = () =>
  transaction("system", async tx => [
    await tx.member.count(),
    await tx.memberSubscription.count(),
    await tx.activationLog.count(),
    await tx.auditEntry.count(),
    await tx.outboxMessage.count(),
    await tx.onboarding.count(),
    await tx.planSubscription.aggregate({ _sum: { seatsTaken: true } }),
  ]);

const onboardingOf = (partnerUserId: string) =>
  transaction("system", async tx => {
    const member = await tx.member.findFirstOrThrow({ where: { partnerUserId } });
    const { status, steps } = await getOnboarding(tx, "member", member.id);
    return [status, ...steps.map(({ step, state }) => `${step} ${state}`)];
  });

beforeAll(async () => {
  own = await newContractor("acct_own");
  other = await newContractor("acct_other");
});

test("E8: whom a partner means is known by their id, else by number or address in the contract, and never somebody else's", async () => {
  const teller = { actor: { kind: "system" as const }, region: "IN" };
  const told = (person: PartnerActivation, reach: "phoneNumber" | "emailId") =>
    createMember(teller, { parentSubscriptionId: own.contractId, details: { [reach]: person[reach] } });
  const [byPhone, byEmail] = [newPerson(), newPerson()];
  const ids = [await told(byPhone, "phoneNumber"), await told(byEmail, "emailId")];
  expect([await activate(byPhone), await activate(byEmail)], "who waits becomes the partner's").toEqual([
    ...["activated", "activated"],
  ]);
  const adopted = await membersOf(own);
  expect(adopted.map(({ id, partnerUserId, state }) => [id, partnerUserId, state])).toEqual([
    [ids[0], byPhone.partnerUserId, "activated"],
    [ids[1], byEmail.partnerUserId, "activated"],
  ]);
  const again = newPerson({ phoneNumber: byPhone.phoneNumber });
  expect(await activate(again)).toBe("invalid_input phoneNumber taken");
  expect(await activate(newPerson({ emailId: byEmail.emailId }))).toBe("invalid_input emailId taken");
  expect(await activate({ ...byPhone, phoneNumber: byEmail.phoneNumber })).toBe("invalid_input phoneNumber taken");
  expect(await activate({ ...byPhone, planSubscriptionId: other.gold })).toBe(
    "invalid_input planSubscriptionId unknown_plan",
  );
  const stranger = newPerson({ planSubscriptionId: other.gold });
  expect(await activate(stranger), "a plan of somebody else's").toBe("invalid_input planSubscriptionId unknown_plan");
  const theirs = { ...byPhone, planSubscriptionId: other.gold };
  expect(await activate(theirs, other), "the same id of another account is somebody else").toBe("activated");
  expect(await membersOf(own)).toHaveLength(2);
  const tries = await transaction("system", tx =>
    tx.activationLog.findMany({
      where: { code: { not: null } },
      select: { memberId: true, code: true, decision: true },
    }),
  );
  expect(tries, "every refusal has left its row").toHaveLength(5);
  expect(JSON.stringify(tries), "and no value of anybody").not.toMatch(/98765|@example/);
});

test("E10: what a partner says holds with the activation or not at all, and is all there after it", async () => {
  const [first, second] = [newPerson(), newPerson()];
  const only = { planSubscriptionId: own.life };
  expect(await activate({ ...first, ...only })).toBe("activated");
  expect(await onboardingOf(first.partnerUserId), "with all that somebody new has").toEqual([
    ...["complete", "details done", "identity done", "activation done"],
  ]);
  const before = await countAll();
  const members = await membersOf(own);
  const refused = await activate({ ...second, ...only });
  expect(refused, "the only seat is taken").toBe("invalid_input planSubscriptionId no_seat");
  expect(await activate({ ...first, ...only, name: "Somebody else" })).toMatch(/^already_active/);
  expect(await membersOf(own), "nobody was made, and nobody changed").toEqual(members);
  const [, , log] = before;
  const after = await countAll();
  expect(after.with(2, log as number), "but for the log").toEqual(before);
  const silver = { ...first, planSubscriptionId: own.silver, city: "Pune", emailId: null };
  expect(await activate(silver)).toBe("activated");
  expect((await membersOf(own)).find(({ partnerUserId }) => partnerUserId === first.partnerUserId)).toMatchObject({
    ...{ city: "Pune", email: null, name: first.name },
  });
});

test("E22: a dry run tells what would be done, and does none of it", async () => {
  const person = newPerson();
  const before = await countAll();
  const told = await explainActivation(own, person, call);
  expect(told).toMatchObject({
    ...{ member: "new", from: "draft", to: "activated", wouldEnd: null, wouldBegin: own.gold, lockFree: true },
    ...{ wouldMail: "p•••@example.com", clockSkewSeconds: 3 },
  });
  expect(told.rules.filter(({ ok }) => !ok)).toEqual([]);
  expect((await explainActivation(own, { ...person, planSubscriptionId: other.gold }, call)).rules).toEqual([
    { id: "plan_of_contract", ok: false, field: "plan_subscription_id", code: "unknown_plan" },
  ]);
  const kyc = await explainActivation(own, { ...person, planSubscriptionId: own.kyc }, call);
  expect([kyc.to, kyc.wouldMail]).toEqual([null, null]);
  expect(kyc.rules.flatMap(({ ok, field }) => (ok ? [] : [field]))).toEqual([
    ...["govt_id_value", "addr_line", "pincode", "nominee_details"],
  ]);
  expect(await countAll()).toEqual(before);
});

test("bar 96: twenty first calls for one person at once, with the same details or others, make one member with one plan", async () => {
  const person = newPerson();
  const before = (await membersOf(own)).length;
  const going = Array.from({ length: 20 }, (_, at) => activate({ ...person, city: `Town ${at}` }));
  const told = await Promise.all(going);
  expect(told.filter(one => one === "activated")).toHaveLength(1);
  expect(told.filter(one => !/^(activated|already_active|activation_in_progress)/.test(one))).toEqual([]);
  expect((await membersOf(own)).length - before).toBe(1);
  const where = { member: { partnerUserId: person.partnerUserId, partnerAccountId: own.accountId } };
  expect(await transaction("system", tx => tx.memberSubscription.count({ where }))).toBe(1);
});
