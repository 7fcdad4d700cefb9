import { createHash } from "node:crypto";
import { Prisma, statement, type Tx } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { log } from "../log";
import { type Budget, type SpentRow, spending } from "../rate-limit";
import { spendInRedis } from "../redis/buckets";
import { hasRedis } from "../redis/client";
import type { PartnerActor } from "./verify";

/** A verified request: whose it is, and the text that was signed. */
export type Accepted = Pick<PartnerActor, "accountId" | "signed">;

const callsPerMinute = 600;

const budgetOf = (accountId: string): Budget => ({
  key: `partner:${accountId}`,
  limit: Math.ceil(callsPerMinute * env.rateLimitScale),
  windowSeconds: 60,
});

const digestOf = (signed: string) => createHash("sha256").update(signed).digest();

const marking = ({ accountId, signed }: Accepted) => Prisma.sql`
  INSERT INTO partner_request (account_id, digest, accepted_at) VALUES (${accountId}, ${digestOf(signed)}, app_now())
  ON CONFLICT DO NOTHING RETURNING account_id`;

type Marked = { isMarked: boolean } & Pick<SpentRow, "spent" | "wait">;

// What was marked before costs no call; both are one statement, because each of them is a round trip of every request.
const markAndSpend = (accepted: Accepted, budget: Budget) => Prisma.sql`
  WITH marked AS (${marking(accepted)}), spent AS (${spending([budget], Prisma.sql`EXISTS (SELECT FROM marked)`)})
  SELECT EXISTS (SELECT FROM marked) AS "isMarked", (SELECT spent FROM spent), (SELECT wait FROM spent)`;

async function markThenSpendInRedis(accepted: Accepted, budget: Budget): Promise<Marked | undefined> {
  const marked = await statement(marking(accepted));
  if (marked.length === 0) return { isMarked: false, spent: 0, wait: 0 };
  const spend = async () => (await spendInRedis([budget])) ?? (await statement<SpentRow>(spending([budget])));
  const [spent] = await spend().catch(async (thrown: unknown) => {
    // Nothing was carried out: it may be sent again as it was.
    await forgetRequest(accepted).catch(error => log.warn({ err: error }, "a request that failed stays accepted"));
    throw thrown;
  });
  return spent && { isMarked: true, ...spent };
}

/**
 * Marks a verified request as accepted and spends one of the calls that an account may make in a minute, both atomically; throws `replayed` for one
 * that was marked before, which costs none. Returns the refusal of an account that has no call left: the mark is to be taken off again then.
 */
export async function acceptRequest(accepted: Accepted): Promise<AppError | null> {
  const budget = budgetOf(accepted.accountId);
  const [marked] = hasRedis()
    ? [await markThenSpendInRedis(accepted, budget)]
    : await statement<Marked>(markAndSpend(accepted, budget));
  if (!marked?.isMarked) throw new AppError("replayed");
  if (marked.spent <= budget.limit) return null;
  return new AppError("rate_limited", { retryAfterSeconds: Math.max(1, marked.wait) });
}

/** Takes the mark off a request, as if it had never been accepted; only for the call that made the mark. */
export async function forgetRequest({ accountId, signed }: Accepted): Promise<void> {
  await statement(
    Prisma.sql`DELETE FROM partner_request WHERE account_id = ${accountId} AND digest = ${digestOf(signed)} RETURNING account_id`,
  );
}

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
