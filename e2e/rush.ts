import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { type Contractor, activateAddress as partnerAddress } from "./own-contractor";
import { activateAddress, dueAddress, insideHeaders, newDraft, scheduleAddress } from "./own-direct";
import { inviteApi, readLink } from "./own-invite";
import { call, unixSeconds } from "./own-partner";
import { post, readCode } from "./people";

type Told = { status: number; code?: string | undefined };
/** One door, asked at an address; no two calls are of one `second`. */
type Door = (address: string, second: number) => Promise<Told>;
/** Somebody who may have a plan at this moment, and every door that leads there. */
export type Runner = { id: number; email: string; doors: Record<string, Door> };

/** A request is accepted once: those that shall be others are of other seconds, told back from one. */
export function clockBack() {
  const start = Number(unixSeconds());
  return (at: number) => String(start - at);
}

/** How often each code was told; `ok` for what was done. */
export function tally(answers: readonly Told[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code = "ok" } of answers) {
    const name = status === 200 ? "ok" : code;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** One of these calls, all of the same request, was carried out, and the others have its answer, but for few that a busy machine told to come again. */
export function expectOnce(answers: readonly Told[]): void {
  const { ok, replayed = 0, unavailable = 0, ...others } = tally(answers);
  expect({ ok, told: replayed + unavailable, others }).toEqual({ ok: 1, told: answers.length - 1, others: {} });
  expect(unavailable).toBeLessThan(answers.length / 5);
}

const toldBy = async (answering: Promise<APIResponse>): Promise<Told> => {
  const answer = await answering;
  const { error } = await answer.json();
  return { status: answer.status(), code: error?.code };
};

/** Where two doors are beside that of the state: for a program of ours, an admin and the partner. */
function openDoors(
  own: Contractor,
  admin: APIRequestContext,
  { id, emailId, phoneNumber }: Awaited<ReturnType<typeof newDraft>>,
) {
  const secondsBack = clockBack();
  const plan_subscription_id = own.gold;
  const person = { name: "Asha Rao", dob: "1990-02-28", gender: "F" };
  const reach = { phone_number: phoneNumber, email_id: emailId };
  const toPartner = { partner_user_id: `user_${id}`, plan_subscription_id, ...reach, ...person };
  const direct = { parent_subscription_id: own.contractId, plan_subscription_id, member: reach };
  const headers = insideHeaders();
  const doors: Record<string, Door> = {
    direct: address => toldBy(admin.post(address + activateAddress, { data: direct, headers })),
    admin: address =>
      toldBy(admin.post(`${address}/api/v1/admin/members/${id}/activate`, { data: { plan_subscription_id } })),
    partner: (address, at) =>
      call(address, own, {
        path: partnerAddress,
        body: Buffer.from(JSON.stringify(toPartner)),
        timestamp: secondsBack(at),
      }),
  };
  return doors;
}

/** Somebody whose time has come a moment ago; the worker of this run may come first. */
export async function newDue(own: Contractor, admin: APIRequestContext): Promise<Runner> {
  const draft = await newDraft(own.contractId);
  const headers = insideHeaders();
  const when = { phone_number: draft.phoneNumber, activation_date: Number(unixSeconds(3600)) };
  const data = { subscription_id: own.contractId, plan_subscription_id: own.gold, ...when };
  const scheduled = await admin.post(scheduleAddress, { data, headers });
  if (!scheduled.ok()) throw new Error(await scheduled.text());
  const due = { parent_subscription_id: own.contractId, email_id: draft.emailId };
  const doors = {
    ...openDoors(own, admin, draft),
    due: (address: string) => toldBy(admin.post(address + dueAddress, { data: due, headers })),
  };
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE activation_timer SET due_at = app_now() WHERE member_id = ${draft.id}`,
  );
  return { id: draft.id, email: draft.emailId, doors };
}

/** Somebody invited, who has shown a code in the browser of `guest` and has not agreed yet. */
export async function newVerified(
  own: Contractor,
  admin: APIRequestContext,
  guest: APIRequestContext,
): Promise<Runner> {
  const draft = await newDraft(own.contractId);
  await post(admin, `/api/v1/admin/members/${draft.id}/invite`, { plan_subscription_id: own.gold });
  const invite_token = await readLink(admin, draft.emailId);
  const { challenge_id } = await post(guest, `${inviteApi}/get-email-activation-otp`, { invite_token }, 202);
  const shown = { invite_token, challenge_id, otp: await readCode(guest, draft.emailId) };
  const { activation_token } = await post(guest, `${inviteApi}/validate-otp`, shown);
  const data = { activation_token, consents: ["terms", "personal_data"] };
  const doors = {
    ...openDoors(own, admin, draft),
    accept: (address: string) => toldBy(guest.post(`${address}${inviteApi}/invite/${invite_token}/accept`, { data })),
  };
  return { id: draft.id, email: draft.emailId, doors };
}

/** Fifty at once, through all doors in turn and each of them at all addresses. */
export function rush({ doors }: Runner, addresses: readonly string[]): Promise<Told[]> {
  const [all, turns] = [Object.values(doors), Object.values(doors).length];
  return Promise.all(
    Array.from({ length: 50 }, (_, at) => {
      const address = addresses[Math.floor(at / turns) % addresses.length] ?? "";
      return (all[at % turns] as Door)(address, at);
    }),
  );
}

type Begun = { active: number; mails: number; audits: number; granted: number; byCall: number };

/** What has become of somebody; `byCall` counts what a call of ours has begun, and not a job. */
export const begunOf = ({ id, email }: Runner): Promise<Begun | undefined> =>
  transaction("system", async tx => {
    const [row] = await tx.$queryRaw<Begun[]>`
      SELECT (SELECT count(*) FROM member_subscription WHERE member_id = ${id} AND ended_at IS NULL)::int AS active,
        (SELECT count(*) FROM outbox_message WHERE recipient = ${email} AND dedupe_key LIKE 'member.activated:%')::int AS mails,
        (SELECT count(*) FROM audit_entry WHERE action = 'member.activated' AND subject_kind = 'member' AND subject_id = ${String(id)})::int AS audits,
        (SELECT count(*) FROM activation_log WHERE member_id = ${id} AND to_state = 'activated')::int AS granted,
        (SELECT count(*) FROM activation_log WHERE member_id = ${id} AND to_state = 'activated' AND request_id LIKE 'req\\_%')::int AS "byCall"`;
    return row;
  });
