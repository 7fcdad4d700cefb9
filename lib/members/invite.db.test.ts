import { beforeAll, expect, test } from "vitest";
import { Prisma, statement, transaction } from "@/lib/platform/db";
import { killAtLog } from "@/lib/platform/testing/kill-at-log";
import { linksTo, newHolder, newInvite, proveInvite } from "@/lib/platform/testing/new-invite";
import { ask, newContract, newMember, newPerson, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { passTime } from "@/lib/platform/testing/pass-time";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";
import { getInvite } from "./queries/invite";
import { inviteMember } from "./service/invite/invite-member";
import { lapseInvites } from "./service/invite/lapse-invites";
import { renewLink } from "./service/invite/renew-link";
import { NotThisLink, resendInvite } from "./service/invite/resend-invite";
import { revokeInvite } from "./service/invite/revoke-invite";

const told = {
  ...{ gold: {}, auto: { allowsAuto: true }, full: { seats: 0 } },
  ending: { allowsAuto: true, endsOn: new Date(Date.now() + 86_400_000) },
  coming: { allowsAuto: true, startsOn: new Date(Date.now() + 30 * 86_400_000) },
};
let contract: Awaited<ReturnType<typeof newContract<keyof typeof told>>>;
beforeAll(async () => {
  contract = await newContract(told);
});

const act = (memberId: number) => ({ memberId, via: proofs.admin, requestId: "req_test" });
const invite = (memberId: number, planId: string) => inviteMember({ ...act(memberId), planId });
const stateOf = async (id: number) =>
  (await transaction("system", tx => tx.member.findUniqueOrThrow({ where: { id } }))).state;
const endsOf = async (memberId: number) =>
  (await transaction("system", tx => tx.memberInvite.findMany({ where: { memberId }, orderBy: { id: "asc" } }))).map(
    ({ endedBecause }) => endedBecause,
  );
const closed = async (token: string) => {
  const { status, code, data } = await refusalOf(getInvite(token));
  return [status, code, data?.reason ?? data?.subscriptionId];
};
const messagesTo = (recipient: string) =>
  statement<{ channel: string; state: string; error: string | null }>(Prisma.sql`
    SELECT channel::text, state::text, error_code AS error FROM outbox_message
    WHERE recipient = ${recipient} AND dedupe_key LIKE 'member.invite:%' ORDER BY created_at, id`);

test("E17: an invite goes by mail and SMS, says whose and what it is and nothing of the member; only its hash is kept", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.gold, { dob: undefined });
  expect([await linksTo(details.emailId), await linksTo(details.phoneNumber)]).toEqual([[token], [token]]);
  const view = await getInvite(token);
  expect(view).toMatchObject({
    ...{ status: "invited", plan: { name: "gold" }, beginsOn: null, otherwise: "expired", missing: ["dob"] },
    reach: [{ channel: "email" }, { channel: "sms", to: `•••• ${details.phoneNumber.slice(-4)}` }],
  });
  for (const secret of [details.emailId, details.phoneNumber, details.name ?? "", String(memberId)])
    expect(JSON.stringify({ ...view, plan: 0 }), secret).not.toContain(`"${secret}"`);
  const kept = await statement<{ row: string }>(Prisma.sql`
    SELECT coalesce((SELECT string_agg(i::text, '') FROM member_invite i), '') || (SELECT string_agg(a::text, '') FROM audit_entry a)
      || (SELECT string_agg(l::text, '') FROM activation_log l) || (SELECT string_agg(o::text, '') FROM outbox_message o) AS row`);
  expect(kept[0]?.row).not.toContain(token);
});

test("E17: who cannot be reached and what cannot be had is not offered; each refusal leaves the member as it was", async () => {
  const other = await newContract({ gold: {} });
  const codes = async (memberId: number, planId: string) =>
    (await refusalOf(invite(memberId, planId))).errors.map(({ field, code }) => `${field} ${code}`);
  const someone = await newMember(contract.id);
  expect(await codes(someone, contract.plans.full)).toEqual(["planSubscriptionId no_seat"]);
  expect(await codes(someone, other.plans.gold)).toEqual(["planSubscriptionId unknown_plan"]);
  const nowhere = await newMember(contract.id, { details: { name: "Nobody" } });
  expect(await codes(nowhere, contract.plans.gold)).toEqual(["phoneNumber required"]);
  const far = await newMember(contract.id, { details: { name: "Far", phoneNumber: "+8613800138000" } });
  expect(await codes(far, contract.plans.gold)).toEqual(["phoneNumber country_not_enabled"]);
  expect([await stateOf(someone), await stateOf(nowhere)]).toEqual(["draft", "draft"]);
  const byMail = await newMember(contract.id, { details: { ...newPerson(), phoneNumber: undefined } });
  expect((await invite(byMail, contract.plans.gold)).channels).toEqual(["email"]);
  expect(await refusalOf(invite(byMail, contract.plans.gold))).toMatchObject({ code: "illegal_transition" });
});

test("E19: a new link replaces the old one and takes back its messages; three in ten minutes and ten a day, with the wait", async () => {
  const { token, details, memberId } = await newInvite(contract.id, contract.plans.gold);
  await resendInvite(act(memberId));
  const [newest = ""] = await linksTo(details.emailId);
  expect(await closed(token)).toEqual([410, "invite_expired", "replaced"]);
  expect((await getInvite(newest)).status).toBe("invited");
  expect(await messagesTo(details.emailId)).toEqual([
    { channel: "email", state: "failed", error: "replaced" },
    { channel: "email", state: "pending", error: null },
  ]);
  for (let more = 0; more < 2; more++) await resendInvite(act(memberId));
  const refusal = await refusalOf(resendInvite(act(memberId)));
  expect([refusal.status, refusal.code]).toEqual([429, "rate_limited"]);
  expect(refusal.retryAfterSeconds).toBeGreaterThan(500);
  expect(await endsOf(memberId), "a refused one replaces nothing").toEqual(["replaced", "replaced", "replaced", null]);
  for (let round = 0; round < 3; round++) {
    await passTime(601);
    for (let more = 0; more < (round < 2 ? 3 : 1); more++) await resendInvite(act(memberId));
  }
  await passTime(601);
  expect((await refusalOf(resendInvite(act(memberId)))).retryAfterSeconds, "the eleventh of a day").toBeGreaterThan(
    80_000,
  );
});

test("E17: what is taken back, what came by another door and what never was says so, each in its own way", async () => {
  const taken = await newInvite(contract.id, contract.plans.gold);
  await revokeInvite({ ...act(taken.memberId), reason: "sent to the wrong person" });
  expect(await closed(taken.token)).toEqual([410, "invite_expired", "revoked"]);
  expect([await stateOf(taken.memberId), (await messagesTo(taken.details.emailId))[0]?.error]).toEqual([
    ...["draft", "over"],
  ]);
  for (let more = 0; more < 3; more++) {
    await invite(taken.memberId, contract.plans.gold);
    expect(await closed(taken.token), "there is a newer link now").toEqual([410, "invite_expired", "replaced"]);
    await revokeInvite({ ...act(taken.memberId), reason: "sent to the wrong person" });
  }
  expect(await closed(taken.token), "there is none any more").toEqual([410, "invite_expired", "revoked"]);
  expect((await refusalOf(invite(taken.memberId, contract.plans.gold))).code, "no way round the limit").toBe(
    "rate_limited",
  );
  const called = await newInvite(contract.id, contract.plans.gold);
  const { subscriptionId } = await ask(called.memberId, contract.plans.gold, proofs.partner);
  expect(await closed(called.token)).toEqual([409, "already_active", subscriptionId]);
  expect(await endsOf(called.memberId)).toEqual(["superseded"]);
  expect((await messagesTo(called.details.emailId))[0]?.error, "and does not go out any more").toBe("over");
  for (const token of ["", "nobodys", "A".repeat(43), `${called.token}A`, "'; DROP TABLE member"])
    expect(await closed(token), token).toEqual([404, "not_found", undefined]);
  expect(await refusalOf(revokeInvite({ ...act(called.memberId), reason: "too late for this" }))).toMatchObject({
    code: "illegal_transition",
  });
});

test("C15, E17: a link ends after a day and is sent anew to the member alone; who does nothing in time is scheduled or over, once", async () => {
  const [byItself, over, later, renewed] = [
    await newInvite(contract.id, contract.plans.auto),
    await newInvite(contract.id, contract.plans.gold),
    await newInvite(contract.id, contract.plans.coming),
    await newInvite(contract.id, contract.plans.gold),
  ];
  expect(await getInvite(byItself.token)).toMatchObject({ otherwise: "scheduled" });
  const ending = await newInvite(contract.id, contract.plans.ending);
  expect(await getInvite(ending.token), "the plan is over by then").toMatchObject({ otherwise: "expired" });
  const verified = await newInvite(contract.id, contract.plans.auto);
  await proveInvite(verified.token, verified.details.emailId);
  expect(await getInvite(verified.token), "who has not agreed").toMatchObject({ otherwise: "expired" });
  await renewLink(renewed.token, newHolder());
  expect(await endsOf(renewed.memberId), "an open link is not renewed").toEqual([null]);
  await passTime(86_401);
  expect(await closed(renewed.token)).toEqual([410, "invite_expired", "expired"]);
  await renewLink("nobodys", newHolder());
  await renewLink(renewed.token, newHolder());
  const [fresh = ""] = await linksTo(renewed.details.emailId);
  expect((await getInvite(fresh)).status).toBe("invited");
  const [first] = await transaction("system", tx =>
    tx.memberInvite.findMany({ where: { memberId: renewed.memberId }, orderBy: { id: "asc" } }),
  );
  await expect(resendInvite({ ...act(renewed.memberId), only: first?.id })).rejects.toThrow(NotThisLink);
  await renewLink(renewed.token, newHolder());
  expect(await endsOf(renewed.memberId), "a replaced link renews nothing").toEqual(["replaced", null]);
  await lapseInvites();
  expect(await stateOf(byItself.memberId), "the link is over, the time is not").toBe("invited");
  await passTime(2 * 86_400);
  await Promise.all([lapseInvites(), lapseInvites()]);
  const states = [byItself, over, later, renewed, ending, verified].map(({ memberId }) => stateOf(memberId));
  expect(await Promise.all(states)).toEqual([
    ...["scheduled", "expired", "scheduled", "invited", "expired", "expired"],
  ]);
  const refused = await statement(
    Prisma.sql`SELECT 1 FROM activation_log WHERE event IN ('expire', 'schedule') AND code IS NOT NULL`,
  );
  expect(refused, "two workers at once leave no refused tries").toEqual([]);
  const [ended] = await statement<{ action: string }>(Prisma.sql`
    SELECT action FROM audit_entry WHERE subject_kind = 'member' AND subject_id = ${String(verified.memberId)} ORDER BY id DESC LIMIT 1`);
  expect(ended?.action).toBe("member.invite_expired");
  const timers = await transaction("system", tx =>
    tx.activationTimer.findMany({
      where: { memberId: { in: [byItself.memberId, later.memberId] } },
      orderBy: { memberId: "asc" },
    }),
  );
  expect(timers.map(({ setBy, dueAt }) => [setBy, dueAt.toISOString().slice(11, 19) === "00:00:00"])).toEqual([
    ["invite", false],
    ["invite", true],
  ]);
  expect([await closed(byItself.token), await closed(over.token)]).toEqual([
    [410, "invite_expired", "expired"],
    [410, "invite_expired", "expired"],
  ]);
  const tries = await statement<{ event: string }>(Prisma.sql`
    SELECT event FROM activation_log WHERE member_id = ${over.memberId} AND code IS NULL ORDER BY id`);
  expect(tries.map(({ event }) => event)).toEqual(["invite", "expire"]);
  await invite(over.memberId, contract.plans.gold);
  expect(await stateOf(over.memberId), "and may be asked again").toBe("invited");
  expect(await closed(over.token)).toEqual([410, "invite_expired", "replaced"]);
});

test("E17: a worker that is killed while an invite lapses leaves all of it to the next one", async () => {
  const { memberId } = await newInvite(contract.id, contract.plans.auto);
  await passTime(3 * 86_400 + 1);
  const worker = () =>
    new SnippetProcess(`
      const { lapseInvites } = await load("lib/members/service/invite/lapse-invites.ts");
      await lapseInvites();`);
  await killAtLog(memberId, () => [worker()]);
  const told = () =>
    statement<{ event: string }>(Prisma.sql`SELECT event FROM activation_log
    WHERE member_id = ${memberId} AND event = 'schedule' AND to_state = 'scheduled'`);
  const timers = () => transaction("system", tx => tx.activationTimer.count({ where: { memberId } }));
  expect([await stateOf(memberId), await endsOf(memberId), await timers(), await told()]).toEqual([
    ...["invited", [null], 0, []],
  ]);
  await lapseInvites();
  await lapseInvites();
  expect([await stateOf(memberId), await endsOf(memberId), await timers(), await told()]).toEqual([
    ...["scheduled", ["expired"], 1, [{ event: "schedule" }]],
  ]);
});
