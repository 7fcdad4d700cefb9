import { beforeAll, expect, test } from "vitest";
import { sendOtp, verifyOtp } from "@/lib/platform/auth/service";
import { transaction } from "@/lib/platform/db";
import type { AppError } from "@/lib/platform/errors";
import { listMessages } from "@/lib/platform/notifications/queries";
import { linksTo, newCode, newHolder, newInvite, proveInvite } from "@/lib/platform/testing/new-invite";
import { ask, newContract, newPerson, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { passTime } from "@/lib/platform/testing/pass-time";
import { getInvite } from "./queries/invite";
import { saveMember } from "./service/change-member";
import { acceptInvite } from "./service/invite/accept-invite";
import { changeDetails } from "./service/invite/change-details";
import { sendInviteCode, validateInviteCode } from "./service/invite/prove";
import { resendInvite } from "./service/invite/resend-invite";

const later = new Date(Date.now() + 40 * 86_400_000);
const told = { gold: {}, silver: {}, papers: { requiresKyc: true }, coming: { startsOn: later }, one: { seats: 1 } };
let contract: Awaited<ReturnType<typeof newContract<keyof typeof told>>>;
beforeAll(async () => {
  contract = await newContract(told);
});

const all = { consents: ["terms" as const, "personal_data" as const] };
const accept = (token: string, activationToken: string, more: object = {}) =>
  acceptInvite(token, { activationToken, ...all, ...more }, newHolder());
const update = (id: number, data: object) => transaction("system", tx => tx.member.update({ where: { id }, data }));
const stateOf = async (id: number) =>
  (await transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id } }))).state;
type Sent = Awaited<ReturnType<typeof newCode>>;
const answer = (token: string, sent: Sent, otp = sent.otp) =>
  validateInviteCode({ inviteToken: token, challengeId: sent.challengeId, otp }, sent.holder, sent.browser);
const outcomesOf = async (calls: Promise<unknown>[]) => {
  const done = await Promise.allSettled(calls);
  const codes = done.flatMap(one => (one.status === "rejected" ? [(one.reason as AppError).code ?? one.reason] : []));
  return { won: done.length - codes.length, codes: new Set(codes) };
};
const desk = { actor: { kind: "user" as const, id: 1 }, address: "192.0.2.1", agent: "a test" };
const otherThan = (code: string) => (code === "000000" ? "111111" : "000000");

test("001: details, code and consents give the plan through the invite's door; a second time it is active already and nothing changes", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.gold, { dob: undefined });
  await changeDetails(token, { dob: "1991-02-03" }, newHolder());
  expect((await getInvite(token)).missing).toEqual([]);
  const activationToken = await proveInvite(token, details.emailId);
  expect((await getInvite(token)).status).toBe("otp_verified");
  const done = await accept(token, activationToken);
  expect(done).toMatchObject({ state: "activated" });
  const kept = () =>
    transaction("system", async tx => ({
      consents: await tx.memberConsent.findMany({ where: { memberId }, orderBy: { consent: "asc" } }),
      subscriptions: await tx.memberSubscription.findMany({ where: { memberId } }),
      invites: await tx.memberInvite.findMany({ where: { memberId } }),
      member: await tx.member.findUniqueOrThrow({ where: { id: memberId } }),
      tries: await tx.activationLog.count({ where: { memberId } }),
      audits: (
        await tx.auditEntry.findMany({
          where: { subjectId: String(memberId), subjectKind: "member" },
          orderBy: { id: "asc" },
        })
      ).map(one => one.action),
    }));
  const before = await kept();
  expect(before).toMatchObject({
    consents: [{ consent: "personal_data", wording: "2026-11" }, { consent: "terms" }],
    subscriptions: [{ id: done.subscriptionId, door: "invite", endedAt: null }],
    invites: [{ endedBecause: "accepted" }],
  });
  expect(before.audits).toEqual([
    ...["member.added", "member.invited", "member.changed", "member.details_given", "member.verified"],
    ...["member.consented", "member.activated"],
  ]);
  const again = await refusalOf(accept(token, activationToken));
  expect([again.code, again.data]).toEqual(["already_active", { subscriptionId: done.subscriptionId }]);
  expect(await kept()).toEqual(before);
});

const faultsOf = async (work: Promise<unknown>) =>
  (await refusalOf(work)).errors.map(({ field, code }) => `${field} ${code}`);

test("E13: whoever has only a link tells what is missing and corrects what came through it; what others told stays; no code is taken before all is there", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.papers);
  const tell = (told: object) => changeDetails(token, told, newHolder());
  const missing = ["govt_id_name", "govt_id_value", "addr_line", "city", "pincode"];
  const nominee = ["nominee_details.name", "nominee_details.relation"];
  expect((await getInvite(token)).missing).toEqual([...missing, ...nominee]);
  const wrong = { name: "Somebody Else", pincode: "012345", govtIdName: "pan", govtIdValue: "NOTAPAN1" };
  expect((await faultsOf(tell(wrong))).sort()).toEqual([
    ...["govtIdValue invalid_format", "name known", "pincode invalid_format"],
  ]);
  const sent = await newCode(token, details.emailId);
  expect(await faultsOf(answer(token, sent))).toEqual([
    ...["govtIdValue required", "addrLine required", "pincode required", "nomineeDetails required"],
  ]);
  const paper = { govtIdName: "pan", govtIdValue: "ABCPE1234F" } as const;
  for (const govtIdValue of ["ABCPE1234G", "ABCPE1234F", "abcpe1234f"]) await tell({ ...paper, govtIdValue });
  expect(await getInvite(token)).toMatchObject({ correctable: ["govt_id_name", "govt_id_value"] });
  expect(JSON.stringify(await getInvite(token)), "nothing of the paper").not.toContain("234F");
  await update(memberId, { nominee: { name: "Asha", age: 40 } });
  expect((await getInvite(token)).missing).toContain("nominee_details.relation");
  expect(await faultsOf(tell({ nomineeDetails: { name: "Mallory", relation: "friend" } }))).toEqual([
    ...["nomineeDetails.name known"],
  ]);
  await tell({ nomineeDetails: { relation: "sister" }, name: details.name });
  await tell({ addrLine: "1 Lake Road", city: "Pune", pincode: "411001" });
  const read = () => transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id: memberId } }));
  expect((await read()).nominee).toEqual({ name: "Asha", age: 40, relation: "sister" });
  await saveMember(desk, { id: memberId, details: { city: "Nashik" } });
  expect(await faultsOf(tell({ city: "Pune" })), "an admin has had the last word").toEqual(["city known"]);
  const { activationToken } = await answer(token, sent);
  await update(memberId, { pincode: null });
  expect(await faultsOf(accept(token, activationToken, { consents: ["terms"] }))).toEqual([
    ...["consents.personal_data required", "pincode required"],
  ]);
  expect((await refusalOf(accept(token, activationToken, { wording: "2019-01" }))).errors[0]).toMatchObject({
    ...{ field: "wording", code: "outdated" },
  });
  expect((await refusalOf(accept(token, activationToken))).code, "the rules decide in the end").toBe("invalid_input");
  expect(await refusalOf(tell({ pincode: "411001" })), "the table says when").toMatchObject({
    ...{ code: "illegal_transition", message: "inviteIsVerified" },
  });
  expect([
    await stateOf(memberId),
    await transaction("system", tx => tx.memberConsent.count({ where: { memberId } })),
  ]).toEqual([...["otp_verified", 0]]);
});

test("E13: a link is good for thirty calls in ten minutes, refused ones too, and what is over that leaves no row in the log", async () => {
  const { token, memberId } = await newInvite(contract.id, contract.plans.gold);
  const tries = () => transaction("system", tx => tx.activationLog.count({ where: { memberId } }));
  for (let call = 0; call < 30; call++)
    expect((await refusalOf(changeDetails(token, { pincode: "0" }, newHolder()))).code).toBe("invalid_input");
  const before = await tries();
  const sent = { challengeId: "x", browser: "x", otp: "000000", holder: newHolder() };
  for (const call of [
    () => changeDetails(token, { pincode: "0" }, newHolder()),
    () => answer(token, sent as Sent),
    () => accept(token, "x"),
  ])
    expect((await refusalOf(call())).code).toBe("rate_limited");
  expect(await tries()).toBe(before);
});

test("E4: of twenty right answers at once one gives a token, and of twenty who take it up one has the plan", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.one);
  const sent = await newCode(token, details.emailId);
  const tries = await outcomesOf(Array.from({ length: 20 }, () => answer(token, sent)));
  expect(tries.won).toBe(1);
  expect(
    [...tries.codes].filter(
      code =>
        !["invalid_code", "activation_in_progress", "too_many_attempts", "illegal_transition"].includes(String(code)),
    ),
  ).toEqual([]);
  await passTime(601);
  const activationToken = await proveInvite(token, details.emailId);
  const taken = await outcomesOf(Array.from({ length: 20 }, () => accept(token, activationToken)));
  expect(taken.won).toBe(1);
  expect([...taken.codes].filter(code => !["already_active", "activation_in_progress"].includes(String(code)))).toEqual(
    [],
  );
  const seats = await transaction("system", tx =>
    tx.planSubscription.findUniqueOrThrow({ where: { id: contract.plans.one } }),
  );
  expect([
    seats.seatsTaken,
    await transaction("system", tx => tx.memberConsent.count({ where: { memberId } })),
  ]).toEqual([1, 2]);
});

test("OTP: a code is good for its own invite and its own browser; wrong ones are counted, and the fifth is the last", async () => {
  const one = await newInvite(contract.id, contract.plans.gold, { emailId: undefined });
  // The same person, whom two employers know.
  const other = await newContract({ gold: {} });
  const two = await newInvite(other.id, other.plans.gold, { phoneNumber: one.details.phoneNumber, emailId: undefined });
  const sent = await newCode(one.token, one.details.phoneNumber, "sms");
  expect(sent.to).toBe(`•••• ${one.details.phoneNumber.slice(-4)}`);
  expect((await refusalOf(answer(two.token, sent))).code, "another invite").toBe("invalid_code");
  expect((await refusalOf(answer(one.token, { ...sent, browser: "x".repeat(32) }))).code, "another browser").toBe(
    "invalid_code",
  );
  const signIn = { challengeId: sent.challengeId, otp: sent.otp };
  const arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
  const caller = { browser: sent.browser, ...sent.holder };
  expect((await refusalOf(verifyOtp(signIn, { arrive, caller }))).code, "signing in").toBe("invalid_code");
  expect(
    (await refusalOf(sendOtp({ challengeId: sent.challengeId }, caller))).code,
    "sent again by the other door",
  ).toBe("invalid_code");
  const login = await sendOtp({ phoneNumber: two.details.phoneNumber }, caller);
  expect(
    (await refusalOf(answer(two.token, { ...sent, challengeId: login.challengeId }))).code,
    "a code of signing in",
  ).toBe("invalid_code");
  for (const triesLeft of [4, 3, 2, 1, 0])
    expect((await refusalOf(answer(one.token, sent, otherThan(sent.otp)))).data).toEqual({ triesLeft });
  expect(await refusalOf(answer(one.token, sent))).toMatchObject({ code: "too_many_attempts", status: 429 });
  expect(await stateOf(one.memberId)).toBe("invited");
  expect(await refusalOf(sendInviteCode({ inviteToken: one.token, channel: "email" }, caller))).toMatchObject({
    ...{ status: 422, errors: [{ field: "channel" }] },
  });
});

test("001: an answer by the browser alone is its newest; who has another address by now, or tells another, proves nothing", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.gold);
  const sent = await newCode(token, details.emailId);
  await update(memberId, { email: `new.${details.emailId}` });
  expect((await refusalOf(answer(token, sent))).code).toBe("invalid_code");
  await update(memberId, { email: details.emailId });
  const byBrowser = { inviteToken: token, otp: sent.otp };
  const { emailId, phoneNumber } = newPerson();
  const refused = async (told: object) => {
    const { code, data, errors } = await refusalOf(
      validateInviteCode({ ...byBrowser, ...told }, sent.holder, sent.browser),
    );
    return [code, data?.triesLeft, ...errors.map(({ field, code }) => `${field} ${code}`)];
  };
  const [phoneFault, emailFault] = ["phoneNumber other_member", "emailId other_member"];
  expect(await refused({ phoneNumber: "12" }), "counted like any other").toEqual(["invalid_input", 3, phoneFault]);
  expect(await refused({ emailId, phoneNumber })).toEqual(["invalid_input", 2, phoneFault, emailFault]);
  expect(await refused({ emailId, otp: otherThan(sent.otp) }), "nothing of them with a wrong code").toEqual([
    ...["invalid_code", 1],
  ]);
  const id = sent.challengeId;
  const { attempts, usedAt } = await transaction("system", tx => tx.otpChallenge.findUniqueOrThrow({ where: { id } }));
  expect([attempts, usedAt]).toEqual([4, null]);
  const told = { ...byBrowser, emailId: details.emailId.toUpperCase(), purpose: "activation" as const };
  const national = details.phoneNumber.replace(/^\+91(\d{5})/, "$1 ");
  expect(
    await validateInviteCode({ ...told, phoneNumber: national }, sent.holder, sent.browser),
    "and the code was not used up",
  ).toMatchObject({ expiresIn: 1800 });
  expect((await refusalOf(answer(token, sent))).code, "used up now").toBe("invalid_code");
  const asked = { inviteToken: token, emailId };
  await passTime(61);
  const { to } = await sendInviteCode(asked, { browser: sent.browser, ...newHolder() });
  expect(to, "an address that is told is not where it goes").toBe(`${details.emailId[0]}•••@example.com`);
  expect((await listMessages({ to: emailId })).length).toBe(0);
});

test("001: whoever is reached elsewhere by now has proven nothing: token and link of before are over, and a new link can be sent", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.gold);
  const activationToken = await proveInvite(token, details.emailId);
  await saveMember(desk, { id: memberId, details: { city: "Pune" } });
  expect((await refusalOf(accept(token, activationToken, { consents: [] }))).errors, "still proven").toHaveLength(2);
  await saveMember(desk, { id: memberId, details: { emailId: `new.${details.emailId}` } });
  expect((await refusalOf(accept(token, activationToken))).errors[0]?.code).toBe("unproven");
  const open = await newInvite(contract.id, contract.plans.gold, { emailId: undefined });
  await saveMember(desk, { id: open.memberId, details: { emailId: `other.${details.emailId}` } });
  expect((await getInvite(open.token)).status, "nothing went there").toBe("invited");
  const phoneNumber = newPerson().phoneNumber;
  await saveMember(desk, { id: open.memberId, details: { phoneNumber } });
  expect((await refusalOf(getInvite(open.token))).data).toMatchObject({ reason: "expired", isRenewable: true });
  await resendInvite({ memberId: open.memberId, via: proofs.admin, requestId: "req_test" });
  const [newest = ""] = await linksTo(phoneNumber);
  expect((await getInvite(newest)).status).toBe("invited");
});

test("001: the token lives half an hour and is the newest; a plan that begins later waits for its day; a partner's call ends it all", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.coming);
  const first = await proveInvite(token, details.emailId);
  await passTime(61);
  const second = await proveInvite(token, details.emailId);
  expect((await refusalOf(accept(token, first))).errors[0]).toMatchObject({
    field: "activationToken",
    code: "unproven",
  });
  await passTime(1801);
  expect(await refusalOf(accept(token, second))).toMatchObject({ code: "code_expired", status: 410 });
  await passTime(86_400);
  const third = await proveInvite(token, details.emailId);
  const done = await accept(token, third);
  expect(done).toMatchObject({ state: "scheduled", subscriptionId: null });
  expect(done.activatedAt.toISOString().slice(0, 10)).toBe(later.toISOString().slice(0, 10));
  expect((await refusalOf(getInvite(token))).data).toEqual({ scheduledDate: done.activatedAt.toISOString() });
  expect(await stateOf(memberId)).toBe("scheduled");
  const called = await newInvite(contract.id, contract.plans.gold);
  const activationToken = await proveInvite(called.token, called.details.emailId);
  const { subscriptionId } = await ask(called.memberId, contract.plans.silver, proofs.partner);
  const refusal = await refusalOf(accept(called.token, activationToken));
  expect([refusal.code, refusal.data]).toEqual(["already_active", { subscriptionId }]);
});
