import { Prisma, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { estimateSeconds, type PastRun } from "@/lib/platform/flow/estimate";
import { log } from "@/lib/platform/log";
import { beginLook } from "@/lib/platform/one-look";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import { countData } from "../client/count-data";
import { syncStepIds, syncSteps, type WhoseSync } from "../schema/sync";
import type { QuoteView } from "../view/quote";
import { type Actor, chooseAccount } from "./choose-account";
import { type OpenedKey, openKey } from "./rezen-key";
import { markUnreadable } from "./unreadable-key";

// Whoever waits for a quote may as well start: what takes longer is not told.
const longestMs = 15_000;
const quote = { name: "agent-quote", perMinute: 20, longestMs, busySeconds: 3 };
const pastDays = 90;
const mostAccounts = 300;

// Rows as a quote can count them: listings and transactions.
const newestPast = (isOwn: boolean, onboardings: Prisma.Sql, most: number) => Prisma.sql`
  SELECT ${isOwn} AS "isOwn", extract(epoch FROM r.ended_at - r.started_at)::float8 AS seconds,
    (SELECT coalesce(sum((part->>'done')::int), 0)::int FROM jsonb_array_elements(r.parts) part
      WHERE part->>'step' IN ('listings', 'transactions')) AS rows
  FROM (${onboardings}) o JOIN onboarding_run r ON r.onboarding_id = o.id
  WHERE r.status = 'complete' AND r.started_at IS NOT NULL AND r.ended_at > app_now() - make_interval(days => ${pastDays}::int)
    AND NOT EXISTS (SELECT FROM onboarding_run b WHERE b.onboarding_id = r.onboarding_id AND b.number = r.number - 1 AND b.status <> 'complete')
  ORDER BY r.id DESC LIMIT ${most}`;

// Runs of all kinds are in one table: from the accounts on, an index leads to theirs.
const ownOnboarding = (userId: number) => Prisma.sql`SELECT id FROM onboarding WHERE agent_user_id = ${userId}`;
const newestOthers = (userId: number) => Prisma.sql`
  SELECT id FROM onboarding WHERE agent_user_id <> ${userId} ORDER BY agent_user_id DESC LIMIT ${mostAccounts}`;

/** Syncs of the last three months that began from nothing and are complete: the last ten of this account, and the last hundred of the newest others. */
const listPast = (userId: number): Promise<PastRun[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<PastRun[]>`
      (${newestPast(true, ownOnboarding(userId), 10)}) UNION ALL (${newestPast(false, newestOthers(userId), 100)})`,
  );

/** The account's key; null where there is none, or none that opens, which is marked as any use of it would. */
async function openForQuote(userId: number, byUserId: number): Promise<OpenedKey | null> {
  try {
    return await transaction({ agent: userId }, tx => openKey(tx, userId, { purpose: "quote", userId: byUserId }));
  } catch (thrown) {
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    await markUnreadable({ userId, savedAt: thrown.savedAt, byUserId });
    return null;
  }
}

const unknown = { listings: null, transactions: null, calls: null };

/** How much there is; null where reZEN does not say so in time, or there is no key to ask with. */
async function count(userId: number, byUserId: number) {
  const key = await openForQuote(userId, byUserId);
  if (!key || key.isBroken) return unknown;
  const access = { apiKey: key.apiKey, agentId: key.agentId, isWatched: true };
  return countData(access, AbortSignal.timeout(longestMs)).catch((thrown: unknown) => {
    const isLate = thrown instanceof Error && thrown.name === "TimeoutError";
    if (!(thrown instanceof OutboundError) && !isLate) throw thrown;
    log.info({ userId, err: thrown }, "a sync cannot be quoted");
    return unknown;
  });
}

async function requireAccount(userId: number): Promise<void> {
  const found = await transaction({ agent: userId }, tx => tx.agent.count({ where: { userId } }));
  if (found === 0) throw new AppError("not_found");
}

/** Looks ahead of a sync: how much there is, how many calls, and how long by those that have ended; starts and keeps nothing. Throws `not_found` and `rate_limited`. */
export async function quoteSync(actor: Actor, { userId: named }: WhoseSync): Promise<QuoteView> {
  const userId = chooseAccount(actor, named);
  await requireAccount(userId);
  const endLook = await beginLook(userId, quote);
  const [found, past] = await Promise.all([count(userId, actor.id), listPast(userId)]).finally(endLook);
  const { listings, transactions, calls } = found;
  const rows = listings === null || transactions === null ? null : listings + transactions;
  const seconds = estimateSeconds(past, rows);
  return {
    dataSets: syncStepIds.map(id => ({ id, title: syncSteps[id].title })),
    ...{ listings, transactions, apiCalls: calls },
    estimatedMinutes: seconds === null ? null : Math.round(seconds / 60),
  };
}
