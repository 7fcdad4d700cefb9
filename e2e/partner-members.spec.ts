import { transaction } from "@/lib/platform/db";
import { typedGovtId } from "@/lib/platform/testing/canaries";
import { expect, test } from "./fixtures";
import {
  activateAddress,
  type Contractor,
  deactivateAddress,
  everythingOf,
  newBody,
  newContractor,
  type PartnerBody,
  readinessAddress,
} from "./own-contractor";
import { call, type Partner, type SignedCall, unixSeconds } from "./own-partner";
import { rawBodies, wrongBodies } from "./partner-bodies";

const asBytes = (body: object) => Buffer.from(JSON.stringify(body));
// A request is accepted once: no two of these are of one second, however long the tests take.
let second = Number(unixSeconds(-120));
const send = (address: string, partner: Partner, one: SignedCall) =>
  call(address, partner, { timestamp: String(++second), ...one });
const activate = (address: string, partner: Partner, body: PartnerBody, more: SignedCall = {}) =>
  send(address, partner, { path: activateAddress, body: asBytes(body), ...more });
const readiness = (address: string, partner: Partner, partner_user_id: string) =>
  send(address, partner, { path: readinessAddress, body: asBytes({ partner_user_id }) });
const deactivate = (address: string, partner: Partner, partner_user_id: string, query = "") =>
  send(address, partner, { path: deactivateAddress + query, body: asBytes({ partner_user_id }) });
const explain = (address: string, partner: Partner, body: PartnerBody, more: SignedCall = {}) =>
  activate(address, partner, body, { path: `${activateAddress}?dry_run=true`, ...more });

const countAll = ({ contractId }: Contractor) =>
  transaction("system", async tx => ({
    members: await tx.member.findMany({ where: { parentSubscriptionId: contractId }, orderBy: { id: "asc" } }),
    plans: await tx.planSubscription.findMany({ where: { parentSubscriptionId: contractId }, orderBy: { id: "asc" } }),
    log: await tx.activationLog.count({ where: { member: { parentSubscriptionId: contractId } } }),
    subscriptions: await tx.memberSubscription.count({ where: { plan: { parentSubscriptionId: contractId } } }),
    keys: await tx.idempotencyKey.count({ where: { scope: `partner:${contractId}` } }),
  }));

test("001, E8, E9, E10, E22: a partner's person gets a plan, changes it, loses it and comes back; a dry run tells it all before and does nothing", async ({
  staff,
  address,
}) => {
  const admin = await staff("admin");
  const [own, other] = [await newContractor(admin, { sandbox: true }), await newContractor(admin)];
  const strict = await newContractor(admin, { allows_replacement: false });
  const body = { ...newBody(own), govt_id_name: "aadhar", govt_id_value: typedGovtId };
  const before = await countAll(own);
  const key = { headers: { "Idempotency-Key": "one" } };
  const asked = await explain(address, own, body, { ...key, timestamp: unixSeconds(60) });
  expect(asked.told.data).toMatchObject({
    ...{ dry_run: true, signature: "ok", member: "new", from: "draft", to: "activated", lock_free: true },
    ...{ would_end: null, would_begin: own.gold, would_mail: `${body.email_id[0]}•••@example.com` },
  });
  expect(asked.told.data.clock_skew_seconds).toBeGreaterThan(30);
  expect(asked.told.data.clock_skew_seconds).toBeLessThanOrEqual(60);
  expect(asked.told.data.rules.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
  for (const query of ["?dry_run=true&dry_run=false", "?dry_run=false&dry_run=true"]) {
    const both = await activate(address, own, body, { path: activateAddress + query });
    expect([both.status, both.code, both.told.error.errors[0]], query).toMatchObject([
      ...[400, "invalid_request", { field: "dry_run", code: "repeated" }],
    ]);
  }
  expect(await countAll(own), "nothing is written").toEqual(before);
  const first = await activate(address, own, body, key);
  expect([first.status, first.told.success, first.told.data.status], "the key was not taken").toEqual([
    200,
    true,
    "activated",
  ]);
  const { subscription_id } = first.told.data;
  const again = await activate(address, own, { ...body, name: "Asha Rao-Mehta" });
  expect([again.status, again.code, again.told.data.subscription_id]).toEqual([409, "already_active", subscription_id]);
  const known = await everythingOf(own, body);
  expect(known).toMatchObject({
    ...{ mails: 1, active: [{ id: subscription_id, door: "partner" }] },
    member: {
      phoneNumber: `+91${body.phone_number}`,
      name: "Asha Rao",
      govtIdLastFour: typedGovtId.slice(-4),
      state: "activated",
    },
  });
  expect(JSON.stringify(known), "the number of a paper is closed, and is in no log").not.toContain(typedGovtId);

  const silver = { ...body, plan_subscription_id: own.silver, city: "Pune" };
  expect((await explain(address, own, silver)).told.data).toMatchObject({
    ...{ member: "partner_user_id", from: "activated", would_end: subscription_id, would_begin: own.silver },
  });
  const changed = await activate(address, own, silver);
  expect(changed.status).toBe(200);
  const replaced = await everythingOf(own, body);
  expect(replaced).toMatchObject({
    member: { city: "Pune", subscriptions: [{ endedBecause: "replaced" }, { endedAt: null }] },
    active: [{ id: changed.told.data.subscription_id }],
  });
  expect(replaced.member.subscriptions[0]?.endedAt).toEqual(replaced?.active[0]?.startedAt);
  expect((await activate(address, own, { ...body, plan_subscription_id: own.life })).status, "another offering").toBe(
    200,
  );

  expect((await deactivate(address, other, body.partner_user_id)).code, "somebody else's").toBe("not_found");
  expect((await readiness(address, other, body.partner_user_id)).code, "nor what they need").toBe("not_found");
  const ready = await readiness(address, own, body.partner_user_id);
  expect([ready.status, ready.told.data.is_through]).toEqual([200, true]);
  const ending = await deactivate(address, own, body.partner_user_id, "?dry_run=true");
  expect(ending.told.data).toMatchObject({ dry_run: true, from: "activated", to: "deactivated" });
  const ended = await deactivate(address, own, body.partner_user_id);
  expect(ending.told.data.would_end.sort(), "as it was told before").toEqual(
    ended.told.data.ended_subscription_ids.sort(),
  );
  expect([ended.status, ended.told.data.status, ended.told.data.state]).toEqual([200, "deactivated", "deactivated"]);
  const twice = await deactivate(address, own, body.partner_user_id);
  expect([twice.status, twice.code, twice.told.data.state]).toEqual([409, "illegal_transition", "deactivated"]);
  const back = await activate(address, own, body);
  expect([back.status, back.told.data.subscription_id === subscription_id], "come back, as new").toEqual([200, false]);
  const seated = await transaction("system", tx =>
    tx.planSubscription.findMany({ where: { parentSubscriptionId: own.contractId, seatsTaken: { not: 0 } } }),
  );
  expect(seated.map(({ id, seatsTaken }) => [id, seatsTaken])).toEqual([[own.gold, 1]]);

  const theirs = { ...newBody(other), plan_subscription_id: own.gold };
  const foreign = await activate(address, other, theirs);
  expect(foreign.told.error.errors).toMatchObject([{ field: "plan_subscription_id", code: "unknown_plan" }]);
  const nowhere = await activate(address, other, { ...theirs, plan_subscription_id: "plan_nobody" });
  expect(nowhere.told, "as unknown as one that never was").toEqual(foreign.told);
  expect((await explain(address, other, theirs)).told.data).toMatchObject({
    ...{ member: null, to: null, rules: [{ id: "plan_of_contract", ok: false, field: "plan_subscription_id" }] },
  });
  const taken = await activate(address, own, { ...newBody(own), phone_number: `+91 ${body.phone_number}` });
  expect([taken.status, taken.told.error.errors]).toEqual([
    422,
    [expect.objectContaining({ field: "phone_number", code: "taken" })],
  ]);
  const one = newBody(strict);
  expect((await activate(address, strict, one)).status).toBe(200);
  const refused = await activate(address, strict, { ...one, plan_subscription_id: strict.silver });
  expect([refused.status, refused.code]).toEqual([409, "duplicate_core_offering"]);
});

test("bars 50 and 51, E13: every wrong body is refused with every fault by name, and nobody is made of it", async ({
  staff,
  address,
}) => {
  const own = await newContractor(await staff("admin"));
  const body = newBody(own);
  const one = async ([name, change, status, faults]: (typeof wrongBodies)[number]) => {
    const { status: got, code, told } = await activate(address, own, { ...body, ...change });
    expect.soft([got, code], name).toEqual([status, status === 400 ? "invalid_request" : "invalid_input"]);
    const said = told.error.errors.map((fault: { field: string; code: string }) => `${fault.field} ${fault.code}`);
    for (const fault of faults) {
      const wanted = fault.endsWith(" *") ? expect.stringContaining(fault.slice(0, -1)) : fault;
      expect.soft(said, `${name}: ${said}`).toContainEqual(wanted);
    }
    const fields = new Set(faults.map(fault => fault.split(" ")[0]));
    const others = said.filter((fault: string) => !fields.has(fault.split(" ")[0]));
    expect.soft(others, name).toEqual([]);
  };
  for (let at = 0; at < wrongBodies.length; at += 12) await Promise.all(wrongBodies.slice(at, at + 12).map(one));
  for (const [name, bytes, code] of rawBodies(own)) {
    const told = await send(address, own, { path: activateAddress, body: bytes });
    expect.soft([told.code, told.status < 500], name).toEqual([code, true]);
  }
  expect(await transaction("system", tx => tx.member.count({ where: { partnerAccountId: own.id } }))).toBe(0);

  // The last of two equal keys counts, as in JSON everywhere; a number without end is no age.
  const text = JSON.stringify(body);
  const endless = Buffer.from(text.replace("{", '{"nominee_details":{"age":1e400},'));
  const age = await send(address, own, { path: activateAddress, body: endless });
  expect(age.told.error.errors.map(({ field }: { field: string }) => field)).toEqual(["nominee_details.age"]);
  const twice = Buffer.from(text.replace("{", '{"gender":"X","name":7,'));
  expect((await send(address, own, { path: activateAddress, body: twice })).status).toBe(200);
  expect((await everythingOf(own, body)).member).toMatchObject({ gender: "F", name: "Asha Rao" });
  const spelled = {
    ...newBody(own),
    ...{ phone_number: "0091 98765-43210", email_id: "Asha.Rao@Example.COM", pincode: "560001", city: null },
    ...{ govt_id_name: "aadhar", govt_id_value: "9999 4105 7058", fields: [{ name: "team", value: "" }] },
    nominee_details: { age: 0, name: "Ravi", relation: "son" },
  };
  expect((await activate(address, own, spelled)).status).toBe(200);
  expect((await everythingOf(own, spelled)).member).toMatchObject({
    ...{ phoneNumber: "+919876543210", email: "asha.rao@example.com", govtIdLastFour: "7058", city: null },
  });
});
