import { audit } from "@/lib/platform/audit";
import { acceptCode } from "@/lib/platform/auth/accept-code";
import { type ChallengeRequest, startChallenge } from "@/lib/platform/auth/challenge";
import { type Identifier, parseEmail } from "@/lib/platform/auth/identifier";
import { parsePhone } from "@/lib/platform/auth/phone";
import { noteRefusal } from "@/lib/platform/auth/refusal";
import type { ChallengeView } from "@/lib/platform/auth/schema";
import type { Caller } from "@/lib/platform/auth/service";
import { randomToken, sha256 } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, type FieldError, invalidInput } from "@/lib/platform/errors";
import { type InviteCodeAnswer, type InviteCodeRequest, inviteLimits } from "../../schema/invite";
import { befall } from "../befall";
import { whileAlone } from "../member-lock";
import { comeByLink } from "./come-by-link";
import { holdInvite, type Invite, requireInvite } from "./find-invite";
import { missingDetails } from "./missing-details";
import { findReach, listReach } from "./reach";

/** Who holds a link, and from where. */
export type LinkHolder = { address: string; agent: string; requestId: string };

/** Says that its owner has proven to be the member, for so many seconds. It is told once and kept as a hash. */
export type ActivationProof = { activationToken: string; expiresIn: number };

/** The proof of who holds a link. */
export const byLink = { door: "invite", actor: { kind: "anonymous" } } as const;

// A code is good for the invite that it was asked for, and for no other of the same person.
const subjectOf = ({ id }: Invite) => `invite:${id}`;

function chooseWay(invite: Invite, asked: InviteCodeRequest): Identifier {
  const channel = asked.channel ?? (asked.emailId === undefined ? undefined : "email");
  const ways = listReach(invite);
  const usual = ways.find(way => invite.channels.includes(way.channel)) ?? ways[0];
  const way = channel === undefined ? usual : findReach(invite, channel);
  if (way) return way;
  throw invalidInput([{ field: "channel", code: "no_such_channel", message: "inviteChannel" }]);
}

async function toChallenge(tx: Tx, input: InviteCodeRequest, caller: Caller): Promise<ChallengeRequest> {
  const invite = await requireInvite(tx, input.inviteToken);
  return { ...chooseWay(invite, input), purpose: "invite", subject: subjectOf(invite), ...caller };
}

/**
 * Sends a code to where the member is reached, never to where the caller says. Throws what `requireInvite` and `startChallenge` throw, and 422 `channel`
 * where the member has none such.
 */
export async function sendInviteCode(input: InviteCodeRequest, caller: Caller): Promise<ChallengeView> {
  const request = await transaction("system", tx => toChallenge(tx, input, caller));
  try {
    return await transaction("system", tx => startChallenge(tx, request));
  } catch (error) {
    if (error instanceof AppError) await noteRefusal(error, request);
    throw error;
  }
}

type Answering = { input: InviteCodeAnswer; holder: LinkHolder; browser: string | null };

/** Another browser's code was right a moment before. */
class VerifiedMeanwhile extends Error {}

/** Where another number or address is told than the member's. A number without a country is one of theirs. */
function notTheirs({ email, phoneNumber }: Invite, told: InviteCodeAnswer): FieldError[] {
  const region = phoneNumber === null ? undefined : parsePhone(phoneNumber)?.region;
  const isPhone = told.phoneNumber === undefined || parsePhone(told.phoneNumber, region)?.e164 === phoneNumber;
  const isEmail = told.emailId === undefined || (email !== null && parseEmail(told.emailId) === email);
  const other = (field: string): FieldError => ({ field, code: "other_member", message: "inviteOther" });
  return [...(isPhone ? [] : [other("phoneNumber")]), ...(isEmail ? [] : [other("emailId")])];
}

/**
 * Uses the code up, or says why not. Who has another number or address by now has proven nothing with the old one, nor who tells another: that is a
 * try, and the code is still good.
 */
async function takeCode(tx: Tx, { input, holder, browser }: Answering): Promise<AppError | null> {
  const { inviteToken, challengeId, otp } = input;
  const { address, agent } = holder;
  const invite = await holdInvite(tx, inviteToken);
  // After the code: whoever has none learns nothing of number and address by it.
  const admit = ({ channel, identifier }: Identifier, triesLeft: number) => {
    const data = { triesLeft };
    if (findReach(invite, channel)?.identifier !== identifier) return new AppError("invalid_code", { data });
    const errors = notTheirs(invite, input);
    return errors.length > 0 ? new AppError("invalid_input", { errors, data }) : null;
  };
  const attempt = { challengeId, otp, browser, address, agent, purposes: ["invite"] as const };
  const verdict = await acceptCode(tx, { ...attempt, subject: subjectOf(invite), admit });
  return "refusal" in verdict ? verdict.refusal : null;
}

async function writeProof(tx: Tx, { id }: Invite): Promise<ActivationProof> {
  const activationToken = randomToken(32);
  const expiresIn = inviteLimits.proofSeconds;
  await tx.$executeRaw`
    UPDATE member_invite SET proof_hash = ${sha256(activationToken)}, proof_until = app_now() + make_interval(secs => ${expiresIn})
    WHERE id = ${id} AND ended_at IS NULL`;
  return { activationToken, expiresIn };
}

/** Whoever still has details to tell could not tell them afterwards: neither the code nor a try is used up. */
async function letIn(tx: Tx, answering: Answering): Promise<AppError | null> {
  const invite = await holdInvite(tx, answering.input.inviteToken);
  if (invite.state === "otp_verified") throw new VerifiedMeanwhile();
  const missing = await missingDetails(tx, invite);
  return missing.length > 0 ? invalidInput(missing) : takeCode(tx, answering);
}

const prove = (invite: Invite, answering: Answering): Promise<ActivationProof> => {
  const { memberId, planId } = invite;
  const { address, agent, requestId } = answering.holder;
  const input = { memberId, planId, via: byLink, requestId, caller: { address, agent } };
  return befall(
    { ...input, event: "otp_ok" },
    {
      admit: tx => letIn(tx, answering),
      apply: async tx => ({
        result: await writeProof(tx, invite),
        action: "member.verified",
        detail: { inviteId: invite.id },
      }),
    },
  );
};

// Whoever was verified and has lost the token proves it again; nothing befalls the member by that.
async function proveAgain(invite: Invite, answering: Answering): Promise<ActivationProof> {
  const { memberId, id } = invite;
  const { address, agent, requestId } = answering.holder;
  const done = await whileAlone({ memberId, via: byLink, requestId }, () =>
    transaction("system", async tx => {
      const refusal = await takeCode(tx, answering);
      if (refusal) return refusal;
      const proof = await writeProof(tx, invite);
      const subject = { kind: "member", id: memberId };
      const detail = { inviteId: id };
      await audit(tx, { action: "member.verified_again", actor: byLink.actor, subject, detail, address, agent });
      return proof;
    }),
  );
  if (done instanceof AppError) throw done;
  return done;
}

/**
 * Turns a right code into a token that takes the invite up: code used up, member moved and token written in one transaction, so that no code is lost
 * without its token. Throws what `comeByLink` throws, 422 with the details that are missing or with number or address where they are not the member's,
 * `invalid_code` with what tries are left, `code_expired`, `too_many_attempts`, and `activation_in_progress` where somebody acts on the member, before
 * which no try is counted.
 */
export async function validateInviteCode(
  input: InviteCodeAnswer,
  holder: LinkHolder,
  browser: string | null,
): Promise<ActivationProof> {
  const invite = await comeByLink(input.inviteToken);
  const answering = { input, holder, browser };
  if (invite.state === "otp_verified") return proveAgain(invite, answering);
  return prove(invite, answering).catch((thrown: unknown) => {
    if (thrown instanceof VerifiedMeanwhile) return proveAgain(invite, answering);
    throw thrown;
  });
}
