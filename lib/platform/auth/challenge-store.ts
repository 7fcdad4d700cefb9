import type { OtpChannel, OtpPurpose } from "@/prisma/generated/client";
import type { Tx } from "../db";
import { codeLimits, coolDownAfter } from "./limits";

/** A challenge that can still be answered, with what is left of it in seconds. */
export type AliveChallenge = { id: string; sends: number; expiresIn: number; resendIn: number };

/** What a challenge is about: who proves to hold which number or address, to do what. */
export type Claim = {
  purpose: OtpPurpose;
  channel: OtpChannel;
  identifier: string;
  browserHash: string;
  /** Set when the browser signed in to this account before. */
  deviceHash: string | null;
  storeId: number | null;
  audience: string | null;
  /** The one thing that the answer is good for; null for an account. */
  subject: string | null;
};

/** What a new code writes. */
export type NewCode = { codeHash: string; userId: number | null; silent: boolean };

const remaining = { expiresIn: codeLimits.lifeSeconds };

/** One sender at a time per person, until the end of the transaction: twenty parallel requests send one message. */
export async function lockIdentifier(tx: Tx, identifier: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`otp:${identifier}`}, 0))`;
}

/** This browser's unexpired, unused challenge for the claim, also when its tries are gone. */
export async function findOwn(tx: Tx, claim: Claim): Promise<AliveChallenge | null> {
  const [row] = await tx.$queryRaw<AliveChallenge[]>`
    SELECT id, sends, ceil(extract(epoch FROM expires_at - app_now()))::int AS "expiresIn",
      greatest(0, ceil(extract(epoch FROM resend_at - app_now())))::int AS "resendIn"
    FROM otp_challenge
    WHERE identifier = ${claim.identifier} AND purpose = ${claim.purpose}::"OtpPurpose"
      AND subject IS NOT DISTINCT FROM ${claim.subject} AND browser_hash = ${claim.browserHash} AND used_at IS NULL AND expires_at > app_now()
    ORDER BY created_at DESC LIMIT 1`;
  return row ?? null;
}

type Room = { id: string; wait: number };

/** Challenges alive for a person beside `own`, strangers' and old ones first. */
const listAlive = (tx: Tx, identifier: string, own: string) =>
  tx.$queryRaw<Room[]>`
    SELECT id, ceil(extract(epoch FROM expires_at - app_now()))::int AS wait FROM otp_challenge
    WHERE identifier = ${identifier} AND id <> ${own} AND used_at IS NULL AND expires_at > app_now()
      AND attempts < ${codeLimits.triesPerCode}
    ORDER BY device_hash IS NOT NULL, expires_at`;

/**
 * Makes room for a challenge beside those alive for a person (`own` not counted). A known browser always finds room: the oldest challenge, a
 * stranger's first, ends for it. Anybody else waits: returns the seconds, 0 when there is room now.
 */
export async function makeRoom(tx: Tx, claim: Claim, own: string): Promise<number> {
  const alive = await listAlive(tx, claim.identifier, own);
  const over = alive.length - codeLimits.alivePerIdentifier + 1;
  if (over <= 0) return 0;
  if (claim.deviceHash === null) return alive.map(({ wait }) => wait).sort((a, b) => a - b)[over - 1] ?? 0;
  await endChallenges(
    tx,
    alive.slice(0, over).map(({ id }) => id),
  );
  return 0;
}

/** Ends challenges before their time; who holds one is told that it has expired. */
export const endChallenges = (tx: Tx, ids: readonly string[]): Promise<number> =>
  tx.$executeRaw`UPDATE otp_challenge SET expires_at = app_now() WHERE id = ANY(${[...ids]}) AND expires_at > app_now()`;

/** Points a challenge at what its browser asked for last, sending nothing. */
export async function retarget(tx: Tx, id: string, claim: Claim): Promise<void> {
  await tx.otpChallenge.updateMany({
    where: { id, usedAt: null },
    data: { storeId: claim.storeId, audience: claim.audience },
  });
}

/** Puts a new code into a challenge and starts its life and tries again; null when it was used meanwhile. */
export async function renew(tx: Tx, own: AliveChallenge, claim: Claim, code: NewCode): Promise<AliveChallenge | null> {
  const sends = own.sends + 1;
  const resendIn = coolDownAfter(sends);
  const renewed = await tx.$executeRaw`
    UPDATE otp_challenge SET code_hash = ${code.codeHash}, user_id = ${code.userId}, silent = ${code.silent},
      device_hash = ${claim.deviceHash}, store_id = ${claim.storeId}, audience = ${claim.audience}, wrong_before = wrong_before + attempts,
      attempts = 0, sends = ${sends},
      resend_at = app_now() + make_interval(secs => ${resendIn}),
      expires_at = app_now() + make_interval(secs => ${codeLimits.lifeSeconds})
    WHERE id = ${own.id} AND used_at IS NULL`;
  return renewed === 1 ? { id: own.id, sends, resendIn, ...remaining } : null;
}

/** Writes a first challenge. */
export async function insert(tx: Tx, id: string, claim: Claim, code: NewCode): Promise<AliveChallenge> {
  const resendIn = coolDownAfter(1);
  await tx.$executeRaw`
    INSERT INTO otp_challenge (id, purpose, channel, identifier, user_id, store_id, audience, subject, code_hash, browser_hash,
      device_hash, silent, created_at, resend_at, expires_at)
    VALUES (${id}, ${claim.purpose}::"OtpPurpose", ${claim.channel}::"OtpChannel", ${claim.identifier}, ${code.userId},
      ${claim.storeId}, ${claim.audience}, ${claim.subject}, ${code.codeHash}, ${claim.browserHash}, ${claim.deviceHash}, ${code.silent}, app_now(),
      app_now() + make_interval(secs => ${resendIn}), app_now() + make_interval(secs => ${codeLimits.lifeSeconds}))`;
  return { id, sends: 1, resendIn, ...remaining };
}
