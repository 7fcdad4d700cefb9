import { audit } from "@/lib/platform/audit";
import { type AcceptedChallenge, acceptCode } from "@/lib/platform/auth/accept-code";
import { type ChallengeRequest, startChallenge } from "@/lib/platform/auth/challenge";
import type { Identifier } from "@/lib/platform/auth/identifier";
import { letIn } from "@/lib/platform/auth/let-in";
import { findOrCreateByEmail } from "@/lib/platform/auth/person";
import { noteRefusal } from "@/lib/platform/auth/refusal";
import type { ChallengeView } from "@/lib/platform/auth/schema";
import type { Caller } from "@/lib/platform/auth/service";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Locale } from "@/lib/platform/i18n/locales";
import { spend } from "@/lib/platform/rate-limit";
import { inviteLimits, type JoinAnswer, type JoinRequest, usualChannels } from "../../schema/access";
import { type JoinInvite, requireJoin } from "./find-join";
import { holdAccount, holdPeople } from "./hold-people";
import { withdrawInvite } from "./send-invite";

// A code is good for the invite that it was asked for, and for no other of the same person.
const subjectOf = ({ id }: JoinInvite) => `customer:${id}`;

/** The open invite of a link that somebody wants to do something with: so many times in ten minutes, whatever it is. */
const comeByLink = (token: string): Promise<JoinInvite> =>
  transaction("system", async tx => {
    const invite = await requireJoin(tx, token);
    const limit = inviteLimits.callsPer10Minutes;
    const spent = await spend(tx, [{ key: `customer:invite:calls:${invite.id}`, limit, windowSeconds: 600 }]);
    if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
    return invite;
  });

/** Sends a code to the address that was invited, never to one that the caller says. Throws what `requireJoin` and `startChallenge` throw. */
export async function sendJoinCode({ token }: JoinRequest, caller: Caller): Promise<ChallengeView> {
  const invite = await comeByLink(token);
  const to = { channel: "email", identifier: invite.email } as const;
  const request: ChallengeRequest = { ...to, purpose: "invite", subject: subjectOf(invite), ...caller };
  try {
    return await transaction("system", tx => startChallenge(tx, request));
  } catch (error) {
    if (error instanceof AppError) await noteRefusal(error, request);
    throw error;
  }
}

/** Somebody who has come in by an invite: what their cookies hold. */
export type Joined = { userId: number; sid: string; device: string; locale: Locale; customerId: number };

type Joining = {
  input: JoinAnswer;
  caller: Omit<Caller, "browser"> & { browser: string | null };
  /** The session that this browser had before. */
  replaces: string | null;
};

async function takeRole(tx: Tx, userId: number, { customerId, role }: JoinInvite): Promise<void> {
  await holdAccount(tx, userId);
  const given = await tx.$executeRaw`
    INSERT INTO user_roles (user_id, role, created_at) VALUES (${userId}, 'customer', app_now()) ON CONFLICT DO NOTHING`;
  // Who is here already stays what they are, unless they are asked to manage: they never become less.
  await tx.$executeRaw`
    INSERT INTO customer_user (customer_id, user_id, role, notify_by, joined_at)
    VALUES (${customerId}, ${userId}, ${role}, ${[...usualChannels[role]]}, app_now())
    ON CONFLICT (customer_id, user_id) DO UPDATE SET role = 'manager' WHERE excluded.role = 'manager'`;
  const who = { kind: "user", id: userId } as const;
  if (given === 1)
    await audit(tx, { action: "auth.role_given", actor: who, subject: who, detail: { role: "customer" } });
}

async function comeIn(tx: Tx, invite: JoinInvite, accepted: AcceptedChallenge, joining: Joining) {
  const { caller, replaces } = joining;
  const person = await findOrCreateByEmail(tx, accepted.identifier);
  if (person.isDisabled) return new AppError("forbidden", { message: "accountDisabled" });
  const { id: userId, isNew: isNewUser } = person;
  const { id, customerId, role } = invite;
  await takeRole(tx, userId, invite);
  await tx.$executeRaw`UPDATE customer_invite SET accepted_at = app_now() WHERE id = ${id}`;
  await withdrawInvite(tx, id);
  const cookies = await letIn(tx, { userId, storeId: null, customerId, accepted, isNewUser, caller, replaces });
  const [actor, subject] = [{ kind: "user", id: userId } as const, { kind: "customer", id: customerId }];
  const { address, agent } = caller;
  const detail = { inviteId: id, role };
  await audit(tx, { action: "customer.user_joined", actor, subject, detail, address, agent });
  return { userId, customerId, ...cookies };
}

async function answer(tx: Tx, joining: Joining): Promise<Joined | AppError> {
  const { input, caller } = joining;
  const { challengeId, otp, token } = input;
  const { customerId } = await requireJoin(tx, token);
  // Always the customer first, as everybody does who changes its people.
  await holdPeople(tx, customerId);
  const invite = await requireJoin(tx, token, true);
  const admit = ({ identifier }: Identifier, triesLeft: number) =>
    identifier === invite.email ? null : new AppError("invalid_code", { data: { triesLeft } });
  const verdict = await acceptCode(tx, {
    ...{ challengeId, otp, ...caller, subject: subjectOf(invite), admit },
    purposes: ["invite"],
  });
  return "refusal" in verdict ? verdict.refusal : comeIn(tx, invite, verdict.accepted, joining);
}

/**
 * Turns the code of an invite into somebody who works in its customer: code used up, account made or found, role given and session opened in one
 * transaction. Throws what `requireJoin` throws, before which no try is counted, `invalid_code`, `code_expired`, `too_many_attempts`, and `forbidden` for a
 * closed account.
 */
export async function join(joining: Joining): Promise<Joined> {
  await comeByLink(joining.input.token);
  const outcome = await transaction("system", tx => answer(tx, joining));
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}
