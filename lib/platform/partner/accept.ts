import { createHash } from "node:crypto";
import { type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { spend } from "../rate-limit";
import type { PartnerActor } from "./verify";

/** A verified request: whose it is, and the text that was signed. */
export type Accepted = Pick<PartnerActor, "accountId" | "signed">;

const callsPerMinute = 600;

/** Spends one of the calls that an account may make in a minute; throws `rate_limited`. */
export async function spendCall({ accountId }: Accepted): Promise<void> {
  const limit = Math.ceil(callsPerMinute * env.rateLimitScale);
  const budget = { key: `partner:${accountId}`, limit, windowSeconds: 60 };
  const spent = await transaction("system", tx => spend(tx, [budget]));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

const digestOf = (signed: string) => createHash("sha256").update(signed).digest();

/** Marks a verified request as accepted, in one atomic statement; throws `replayed` for one that was marked before. */
export async function acceptRequest({ accountId, signed }: Accepted): Promise<void> {
  const digest = digestOf(signed);
  const marked = await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO partner_request (account_id, digest, accepted_at) VALUES (${accountId}, ${digest}, app_now()) ON CONFLICT DO NOTHING`,
  );
  if (marked === 0) throw new AppError("replayed");
}

/** Takes the mark off a request, as if it had never been accepted; only for the call that made the mark. */
export const forgetRequest = ({ accountId, signed }: Accepted): Promise<number> =>
  transaction(
    "system",
    tx => tx.$executeRaw`DELETE FROM partner_request WHERE account_id = ${accountId} AND digest = ${digestOf(signed)}`,
  );

/** Forgets requests that are too old to be sent again, but not when an account's last one was, and secrets whose time is over. */
export async function purgePartners(tx: Tx): Promise<number> {
  const ended = await tx.$executeRaw`
    UPDATE partner_account SET previous_secret = NULL, previous_until = NULL WHERE previous_until < app_now()`;
  const [forgotten] = await tx.$queryRaw<{ count: number }[]>`
    WITH gone AS (DELETE FROM partner_request WHERE accepted_at < app_now() - interval '15 minutes' RETURNING account_id, accepted_at),
      last AS (SELECT account_id, max(accepted_at) AS at FROM gone GROUP BY account_id),
      kept AS (
        UPDATE partner_account a SET last_request_at = greatest(a.last_request_at, last.at) FROM last WHERE a.id = last.account_id)
    SELECT count(*)::int AS count FROM gone`;
  return ended + (forgotten?.count ?? 0);
}
