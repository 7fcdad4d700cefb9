import { createHash } from "node:crypto";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { spend } from "../rate-limit";
import type { PartnerActor } from "./verify";

const callsPerMinute = 600;

/** Spends one of the calls that an account may make in a minute; throws `rate_limited`. */
export async function spendCall({ accountId }: PartnerActor): Promise<void> {
  const limit = Math.ceil(callsPerMinute * env.rateLimitScale);
  const budget = { key: `partner:${accountId}`, limit, windowSeconds: 60 };
  const spent = await transaction("system", tx => spend(tx, [budget]));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

const digestOf = (signed: string) => createHash("sha256").update(signed).digest();

/** Marks a verified request as accepted, in one atomic statement; throws `replayed` for one that was marked before. */
export async function acceptRequest({ accountId, signed }: PartnerActor): Promise<void> {
  const digest = digestOf(signed);
  const marked = await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO partner_request (account_id, digest, accepted_at) VALUES (${accountId}, ${digest}, app_now()) ON CONFLICT DO NOTHING`,
  );
  if (marked === 0) throw new AppError("replayed");
}

/** Takes the mark off a request, as if it had never been accepted; only for the call that made the mark. */
export const forgetRequest = ({ accountId, signed }: PartnerActor): Promise<number> =>
  transaction(
    "system",
    tx => tx.$executeRaw`DELETE FROM partner_request WHERE account_id = ${accountId} AND digest = ${digestOf(signed)}`,
  );

/** Forgets requests that are too old to be sent again, and secrets whose time is over. */
export async function purgePartners(tx: Tx): Promise<number> {
  const ended = await tx.$executeRaw`
    UPDATE partner_account SET previous_secret = NULL, previous_until = NULL WHERE previous_until < app_now()`;
  return (
    ended + (await tx.$executeRaw`DELETE FROM partner_request WHERE accepted_at < app_now() - interval '15 minutes'`)
  );
}
