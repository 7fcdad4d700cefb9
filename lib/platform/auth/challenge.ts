import type { OtpPurpose } from "@/prisma/generated/client";
import { audit } from "../audit";
import { hmac, randomDigits, randomToken } from "../crypto";
import type { Tx } from "../db";
import { AppError } from "../errors";
import { withdrawMessage } from "../notifications/settle";
import type { Receipt } from "../rate-limit";
import { hashBrowser } from "./browser-hash";
import { spendSend } from "./budgets";
import {
  type AliveChallenge,
  type Claim,
  findOwn,
  insert,
  lockIdentifier,
  makeRoom,
  renew,
  retarget,
} from "./challenge-store";
import { findDevice } from "./device";
import { lockedSeconds } from "./guess-lock";
import { type Identifier, maskIdentifier } from "./identifier";
import { codeLimits } from "./limits";
import { sendCode } from "./messages";
import { findResendWait, messageKeyOf } from "./resend";
import type { Audience, ChallengeView } from "./schema";
import { findTestCode } from "./test-numbers";

/** Who asks for a code, for what, and from where. `browser` is the token of `keepBrowser`. */
export type ChallengeRequest = Identifier & {
  purpose: OtpPurpose;
  browser: string;
  /** The token of the device cookie, if the browser has one. */
  device?: string | null;
  /** The store that will belong to whoever answers. */
  storeId?: number | null;
  audience?: Audience | null;
  /** The one thing that the answer is good for, where that is not an account: `invite:7`. Its address is one that we were told, so it gets its message. */
  subject?: string | null;
  address: string;
  agent: string;
};

/** Fingerprint of a code, good for one number or address, one purpose and one challenge only. */
export const hashCode = (claim: { purpose: string; identifier: string; id: string }, code: string): string =>
  hmac("otp", [claim.purpose, claim.identifier, claim.id, code].join("\0"));

const toChallengeView = (alive: AliveChallenge, claim: Claim): ChallengeView => ({
  challengeId: alive.id,
  expiresIn: alive.expiresIn,
  resendIn: alive.resendIn,
  to: maskIdentifier(claim),
});

async function requireOpen(tx: Tx, claim: Claim, own: AliveChallenge | null): Promise<void> {
  const locked = await lockedSeconds(tx, claim);
  if (locked > 0) throw new AppError("too_many_attempts", { retryAfterSeconds: locked });
  const full = await makeRoom(tx, claim, own?.id ?? "");
  if (full > 0) throw new AppError("rate_limited", { retryAfterSeconds: full });
}

/** Who signs in by an address gets mail only when its owner confirmed it here; a number, and whoever was asked by us, always gets the message. */
async function findAddressee(
  tx: Tx,
  { channel, identifier, subject }: Claim,
): Promise<{ userId: number | null; silent: boolean }> {
  if (channel === "sms" || subject !== null) return { userId: null, silent: false };
  const [owner] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM "user" WHERE lower(email) = ${identifier} AND email_confirmed AND disabled_at IS NULL ORDER BY id LIMIT 1`;
  return { userId: owner?.id ?? null, silent: !owner };
}

async function issue(
  tx: Tx,
  claim: Claim,
  own: AliveChallenge | null,
  spent: readonly Receipt[],
): Promise<AliveChallenge> {
  const addressee = await findAddressee(tx, claim);
  const write = async (id: string) => {
    const code = (await findTestCode(tx, claim.identifier)) ?? randomDigits(codeLimits.digits);
    const fields = { codeHash: hashCode({ ...claim, id }, code), ...addressee };
    const written = own?.id === id ? await renew(tx, own, claim, fields) : await insert(tx, id, claim, fields);
    if (written) await sendCode(tx, { ...claim, code, silent: addressee.silent, key: messageKeyOf(written), spent });
    return written;
  };
  // A challenge that was answered a moment ago cannot be sent again: its browser gets a new one.
  return (own && (await write(own.id))) ?? (await write(randomToken(18))) ?? Promise.reject(new AppError("internal"));
}

/**
 * Makes sure that this browser has a challenge for a number or address, and sends its code. Inside the cool-down nothing is sent and the same
 * challenge comes back with what is left; later a new code replaces the old one of this challenge only. Whether an account exists makes no
 * difference. A code that we failed to deliver costs no wait. Throws `rate_limited` or `too_many_attempts` with the wait; then the caller's
 * transaction must roll back.
 */
export async function startChallenge(tx: Tx, request: ChallengeRequest): Promise<ChallengeView> {
  const { purpose, channel, identifier, address, agent, storeId = null, audience = null, subject = null } = request;
  const deviceHash = await findDevice(tx, request.device, request);
  const browserHash = hashBrowser(request.browser);
  const claim = { purpose, channel, identifier, storeId, audience, subject, browserHash, deviceHash };
  await lockIdentifier(tx, identifier);
  const own = await findOwn(tx, claim);
  if (own && (await findResendWait(tx, { ...own, channel })) > 0) {
    await retarget(tx, own.id, claim);
    return toChallengeView(own, claim);
  }
  await requireOpen(tx, claim, own);
  // What has not left by now would bring a code that is replaced here.
  if (own) await withdrawMessage(tx, messageKeyOf(own));
  const spent = await spendSend(tx, { ...claim, address });
  const issued = await issue(tx, claim, own, spent);
  const detail = {
    purpose,
    channel,
    to: maskIdentifier(claim),
    sends: issued.sends,
    isKnownBrowser: deviceHash !== null,
  };
  const of = { kind: "otp_challenge", id: issued.id };
  await audit(tx, { action: "auth.code_sent", actor: { kind: "anonymous" }, subject: of, detail, address, agent });
  return toChallengeView(issued, claim);
}
