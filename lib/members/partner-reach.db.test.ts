import { beforeAll, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import type { AppError } from "@/lib/platform/errors";
import { addPartner } from "@/lib/platform/partner/service";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import { newContract, type TestContract } from "@/lib/platform/testing/new-contract";
import { ask, proofs } from "@/lib/platform/testing/new-member";
import type { PartnerActivation } from "./schema/partner";
import { createMember } from "./service/add-member";
import { activatePerson, explainActivation } from "./service/partner/activate-person";
import { deactivatePerson, explainDeactivation } from "./service/partner/deactivate-person";
import { partnerForm } from "./service/partner/form";

const call = { requestId: "req_reach", address: "192.0.2.1", agent: "a test" };
const accountId = "acct_reach";
const actor: PartnerActor = {
  ...{ accountId, scopes: ["members"], defaultRegion: "IN", allowsReplacement: true, skewSeconds: 0, signed: "" },
};
let own: TestContract;
let second: TestContract;

beforeAll(async () => {
  const given = { id: accountId, name: accountId, scopes: ["members" as const], defaultRegion: "IN" };
  await transaction("system", tx => addPartner(tx, given, "a secret of thirty-two characters"));
  own = await newContract({ partnerAccountId: accountId });
  second = await newContract({ partnerAccountId: accountId });
});

let made = 0;
function newPerson(more: Partial<PartnerActivation> = {}): PartnerActivation {
  const number = String(++made).padStart(5, "0");
  const details = { name: "Asha Rao", dob: "1990-02-28", gender: "F" as const, phoneNumber: `98766${number}` };
  return { partnerUserId: `reach_${number}`, planSubscriptionId: own.gold, ...details, ...more };
}

const faultOf = (going: Promise<unknown>) =>
  going.then(
    () => "nothing was refused",
    ({ code, errors }: AppError) => [code, ...errors.map(({ field, code }) => `${field} ${code}`)].join(" "),
  );

const employee = ({ phoneNumber }: PartnerActivation) =>
  createMember(
    { actor: { kind: "system" }, region: "IN" },
    {
      parentSubscriptionId: own.contractId,
      details: { phoneNumber, name: "Asha Rao", dob: "1990-02-28", gender: "F" },
    },
  );

test("E8: that an employee became a partner's is in the record, with the call that did it", async () => {
  const person = newPerson();
  const id = await employee(person);
  await activatePerson(actor, person, call);
  const where = { subjectKind: "member", subjectId: String(id) };
  const entries = await transaction("system", tx => tx.auditEntry.findMany({ where, orderBy: { id: "asc" } }));
  expect(entries.map(({ action }) => action)).toEqual([
    ...["member.added", "member.adopted", "member.changed", "member.activated"],
  ]);
  expect(entries[1]).toMatchObject({ actorKind: "partner", actorId: accountId, detail: { accountId } });
});

test("bar 96: a partner ends what its calls began and nothing that another door gave; a dry run tells the same", async () => {
  const person = newPerson({ planSubscriptionId: own.life });
  const id = await employee(person);
  const given = await ask(id, own.gold, proofs.admin);
  const { subscriptionId } = await activatePerson(actor, person, call);
  const { partnerUserId } = person;
  expect(await explainDeactivation(actor, { partnerUserId })).toMatchObject({
    ...{ from: "activated", to: "activated", wouldEnd: [subscriptionId] },
  });
  expect(await deactivatePerson(actor, { partnerUserId }, call)).toMatchObject({
    ...{ subscriptionId, endedSubscriptionIds: [subscriptionId], status: "deactivated", state: "activated" },
  });
  const goingOn = { memberId: id, endedAt: null };
  const left = await transaction("system", tx => tx.memberSubscription.findMany({ where: goingOn }));
  expect(
    left.map(one => one.id),
    "what the employer gave goes on",
  ).toEqual([given.subscriptionId]);
  const plans = await transaction("system", tx =>
    tx.planSubscription.findMany({ where: { id: { in: [own.gold, own.life] } }, orderBy: { id: "asc" } }),
  );
  expect(plans.map(plan => [plan.id === own.gold, plan.seatsTaken] as const)).toContainEqual([false, 0]);
  expect(await explainDeactivation(actor, { partnerUserId })).toMatchObject({ to: null, wouldEnd: [] });
  expect(await faultOf(deactivatePerson(actor, { partnerUserId }, call))).toBe("illegal_transition");
});

test("E8: an id that is somebody's under another contract of the account is taken, and a dry run says so as a rule", async () => {
  const person = newPerson();
  await activatePerson(actor, person, call);
  const moved = { ...newPerson({ planSubscriptionId: second.gold }), partnerUserId: person.partnerUserId };
  expect(await faultOf(activatePerson(actor, moved, call))).toBe("invalid_input partnerUserId taken");
  expect((await explainActivation(actor, moved, call)).rules).toEqual([
    { id: "person_free", ok: false, field: "partner_user_id", code: "taken" },
  ]);
});

test("E22: a dry run refuses details as the call does, and makes no rule of them", async () => {
  const wrong = newPerson({ emailId: "somebody@no_domain" });
  const refused = await faultOf(activatePerson(actor, wrong, call));
  expect(refused).toBe("invalid_input emailId invalid_email");
  expect(await faultOf(explainActivation(actor, wrong, call))).toBe(refused);
});

test("bar 99: ending the plans of somebody whom nobody knows leaves a row in the log, and a dry run none", async () => {
  const nobody = { partnerUserId: "nobody" };
  const requestId = "req_nobody";
  expect(await faultOf(explainDeactivation(actor, nobody))).toBe("not_found");
  expect(await faultOf(deactivatePerson(actor, nobody, { ...call, requestId }))).toBe("not_found");
  const rows = await transaction("system", tx => tx.activationLog.findMany({ where: { code: "not_found" } }));
  expect(rows).toMatchObject([
    { memberId: null, door: "partner", actorId: accountId, event: "deactivate", toState: null, requestId },
  ]);
});

test("E30: papers and postcode are those of the country whose number somebody has, wherever the partner is", async () => {
  const abroad = { pincode: "L-1234", govtIdName: "passport" as const, govtIdValue: "JK0L12345" };
  const person = newPerson({ ...abroad, phoneNumber: "+352621000555" });
  const told = partnerForm(actor).parse(person);
  expect(await activatePerson(actor, told, call)).toMatchObject({ status: "activated" });
  const faults = (defaultRegion: string | null, phoneNumber: string, more: object = {}) => {
    const read = partnerForm({ defaultRegion }).safeParse({ ...newPerson(abroad), phoneNumber, ...more });
    return read.success ? [] : read.error.issues.map(({ path }) => path.join("."));
  };
  for (const [region, phone] of [
    ["IN", "9876600555"],
    ["IN", "12"],
    [null, "+919876600555"],
    ["LU", "+919876600555"],
  ] as const)
    expect(faults(region, phone), `${region} ${phone}`).toEqual([
      ...(phone === "12" ? ["phoneNumber"] : []),
      ...["pincode", "govtIdValue"],
    ]);
  expect(faults("LU", "621000555")).toEqual([]);
  expect(faults("IN", "9876600555", { pincode: "#", govtIdValue: "K1234567" }), "told once").toEqual(["pincode"]);
});
