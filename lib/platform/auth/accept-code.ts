import type { OtpPurpose, Prisma } from "@/prisma/generated/client";
import { audit } from "../audit";
import { safeEqual } from "../crypto";
import type { Tx } from "../db";
import { AppError } from "../errors";
import { hashBrowser } from "./browser-hash";
import { hashCode } from "./challenge";
import { countWrong, type Guesser, lockedSeconds } from "./guess-lock";
import { type Identifier, maskIdentifier } from "./identifier";
import { codeLimits } from "./limits";

/** Which challenge is answered, by which browser, with what. Without an id: the browser's newest for the identifier, or for the subject. */
export type CodeAttempt = {
  challengeId?: string;
  identifier?: string;
  otp: string;
  browser: string | null;
  /** What the code may be for; a code for anything else is wrong here. */
  purposes: readonly OtpPurpose[];
  /** The one thing that the answer shall be good for; a code for any other is wrong here. */
  subject?: string;
  /** Looks at a right code: where it refuses, the try stays counted and the code is good for another. */
  admit?: (accepted: AcceptedChallenge, triesLeft: number) => AppError | null;
  address: string;
  agent: string;
};

/** A challenge that was answered: it proves the identifier, once. */
export type AcceptedChallenge = Identifier & {
  id: string;
  purpose: OtpPurpose;
  storeId: number | null;
  audience: string | null;
  userId: number | null;
};

/** Right, or the refusal to throw after the commit: a wrong try has to stay counted. */
export type CodeVerdict = { accepted: AcceptedChallenge } | { refusal: AppError };

type Tried = AcceptedChallenge & { codeHash: string; deviceHash: string | null; silent: boolean; attempts: number };

const refuse = (...error: ConstructorParameters<typeof AppError>): CodeVerdict => ({ refusal: new AppError(...error) });

async function findTarget(tx: Tx, attempt: CodeAttempt, browserHash: string): Promise<string | null> {
  if (attempt.challengeId) return attempt.challengeId;
  const { identifier, subject } = attempt;
  if (!identifier && !subject) return null;
  const where: Prisma.OtpChallengeWhereInput = { identifier, subject: subject ?? null, browserHash };
  const newest = await tx.otpChallenge.findFirst({ where, orderBy: { createdAt: "desc" }, select: { id: true } });
  return newest?.id ?? null;
}

/** Counts a try before anything is compared, in one statement: however many arrive at once, five get a row. */
async function takeTry(
  tx: Tx,
  id: string,
  browserHash: string,
  { purposes, subject }: Pick<CodeAttempt, "purposes" | "subject">,
): Promise<Tried | null> {
  const [row] = await tx.$queryRaw<Tried[]>`
    UPDATE otp_challenge SET attempts = attempts + 1
    WHERE id = ${id} AND browser_hash = ${browserHash} AND purpose = ANY(${[...purposes]}::"OtpPurpose"[])
      AND subject IS NOT DISTINCT FROM ${subject ?? null} AND used_at IS NULL AND attempts < ${codeLimits.triesPerCode} AND expires_at > app_now()
    RETURNING id, purpose, channel, identifier, store_id AS "storeId", audience, user_id AS "userId",
      code_hash AS "codeHash", device_hash AS "deviceHash", silent, attempts`;
  return row ?? null;
}

/** Uses a challenge up in one statement; false when another request did so first, or a new code has replaced the compared one. */
async function consume(tx: Tx, tried: Tried): Promise<boolean> {
  const used = await tx.$executeRaw`
    UPDATE otp_challenge SET used_at = app_now()
    WHERE id = ${tried.id} AND used_at IS NULL AND code_hash = ${tried.codeHash}`;
  return used === 1;
}

type Dead = Guesser & {
  purpose: OtpPurpose;
  subject: string | null;
  isUsed: boolean;
  isOld: boolean;
  resendIn: number;
};

/** Why no try was left to take. A stranger's challenge looks like none. */
async function explain(tx: Tx, id: string, browserHash: string, attempt: CodeAttempt): Promise<CodeVerdict> {
  const { purposes } = attempt;
  const subject = attempt.subject ?? null;
  const [dead] = await tx.$queryRaw<Dead[]>`
    SELECT identifier, device_hash AS "deviceHash", purpose, subject, used_at IS NOT NULL AS "isUsed", expires_at <= app_now() AS "isOld",
      ceil(extract(epoch FROM resend_at - app_now()))::int AS "resendIn"
    FROM otp_challenge WHERE id = ${id} AND browser_hash = ${browserHash}`;
  if (!dead || dead.isUsed || !purposes.includes(dead.purpose) || dead.subject !== subject)
    return refuse("invalid_code");
  if (dead.isOld) return refuse("code_expired");
  const wait = Math.max(1, dead.resendIn, await lockedSeconds(tx, dead));
  return refuse("too_many_attempts", { retryAfterSeconds: wait });
}

const triesAfter = ({ attempts }: Tried): number => codeLimits.triesPerCode - attempts;

async function refuseWrong(tx: Tx, tried: Tried, attempt: CodeAttempt): Promise<CodeVerdict> {
  const triesLeft = triesAfter(tried);
  const locked = await countWrong(tx, tried);
  await audit(tx, {
    action: locked ? "auth.locked" : "auth.code_wrong",
    actor: { kind: "anonymous" },
    subject: { kind: "otp_challenge", id: tried.id },
    detail: { purpose: tried.purpose, to: maskIdentifier(tried), triesLeft },
    address: attempt.address,
    agent: attempt.agent,
  });
  return refuse("invalid_code", { data: { triesLeft } });
}

/**
 * Answers a challenge: counts the try, compares, uses the challenge up. Never throws for a wrong answer: the caller commits, then throws the
 * refusal. What `admit` refuses is not used up. Wrong, used, replaced, unknown and foreign are `invalid_code`; old is `code_expired`; after five
 * tries `too_many_attempts`.
 */
export async function acceptCode(tx: Tx, attempt: CodeAttempt): Promise<CodeVerdict> {
  const browserHash = hashBrowser(attempt.browser ?? "");
  const id = await findTarget(tx, attempt, browserHash);
  if (!id) return refuse("invalid_code");
  const tried = await takeTry(tx, id, browserHash, attempt);
  if (!tried) return explain(tx, id, browserHash, attempt);
  const isRight = safeEqual(hashCode(tried, attempt.otp), tried.codeHash) && !tried.silent;
  if (!isRight) return refuseWrong(tx, tried, attempt);
  const { purpose, channel, identifier, storeId, audience, userId } = tried;
  const accepted = { id, purpose, channel, identifier, storeId, audience, userId };
  const refusal = attempt.admit?.(accepted, triesAfter(tried));
  if (refusal) return { refusal };
  return (await consume(tx, tried)) ? { accepted } : refuse("invalid_code");
}
