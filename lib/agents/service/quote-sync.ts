import { Prisma, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { estimateSeconds, type PastRun } from "@/lib/platform/flow/estimate";
import { log } from "@/lib/platform/log";
import { beginLook } from "@/lib/platform/one-look";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import { countData, type DataCounts } from "../client/count-data";
import { expectCalls, sumCalls } from "../client/expect-calls";
import { getKnownSizes, type KnownSizes } from "../queries/known-sizes";
import { getQueueAhead } from "../queries/queue";
import { syncStepIds, syncSteps, type WhoseSync } from "../schema/sync";
import type { Quoted, QuoteView } from "../view/quote";
import { type Actor, chooseAccount } from "./choose-account";
import { keepQuoted } from "./expect-run";
import { type OpenedKey, openKey } from "./rezen-key";
import { markUnreadable } from "./unreadable-key";

// Whoever waits for a quote may as well start: what takes longer is not told.
const longestMs = 15_000;
const quote = { name: "agent-quote", perMinute: 20, longestMs, busySeconds: 3 };
const pastDays = 90;
const mostAccounts = 300;

// Rows as a quote can count them: listings and transactions.
const newestPast = (isOwn: boolean, onboardings: Prisma.Sql, most: number) => Prisma.sql`
  SELECT ${isOwn}::boolean AS "isOwn", extract(epoch FROM r.ended_at - r.started_at)::float8 AS seconds,
    (SELECT coalesce(sum((part->>'done')::int), 0)::int FROM jsonb_array_elements(r.parts) part
      WHERE part->>'step' IN ('listings', 'transactions')) AS rows
  FROM (${onboardings}) o JOIN onboarding_run r ON r.onboarding_id = o.id
  WHERE r.status = 'complete' AND r.is_whole AND r.started_at IS NOT NULL AND r.ended_at > app_now() - make_interval(days => ${pastDays}::int)
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

/** How much there is; nulls where reZEN does not say so in time, or there is no key to ask with. */
async function count(userId: number, byUserId: number, { members, teamId }: KnownSizes): Promise<DataCounts> {
  const unknown = { listings: null, transactions: null, members };
  const key = await openForQuote(userId, byUserId);
  if (!key || key.isBroken) return unknown;
  const access = { apiKey: key.apiKey, agentId: key.agentId, isWatched: true };
  const team = members !== null ? { members } : teamId === undefined ? null : { teamId };
  return countData(access, team, AbortSignal.timeout(longestMs)).catch((thrown: unknown) => {
    const isLate = thrown instanceof Error && thrown.name === "TimeoutError";
    if (!(thrown instanceof OutboundError) && !isLate) throw thrown;
    log.info({ userId, err: thrown }, "a sync cannot be quoted");
    return unknown;
  });
}

/** The account's own figures; throws `not_found`. */
const getKnown = (userId: number): Promise<KnownSizes> =>
  transaction({ agent: userId }, async tx => {
    if ((await tx.agent.count({ where: { userId } })) === 0) throw new AppError("not_found");
    return getKnownSizes(tx, userId);
  });

/** Counts as they were told, and about how many requests they take. */
async function expect(userId: number, byUserId: number): Promise<Quoted> {
  const known = await getKnown(userId);
  const { listings, transactions, members } = await count(userId, byUserId, known);
  const sizes = { ...known, listings, transactions, members };
  const quoted = { listings, transactions, calls: sumCalls(expectCalls(env.rezenApiProfile, sizes), syncStepIds) };
  if (listings !== null || transactions !== null)
    await transaction({ agent: userId }, tx => keepQuoted(tx, userId, quoted));
  return quoted;
}

const toMinutes = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 60));

/**
 * Looks ahead of a sync: how much there is, about how many calls, what waits before it, and how long by those that have ended; starts nothing, and keeps what was told
 * for the run that may follow. Throws `not_found` and `rate_limited`.
 */
export async function quoteSync(actor: Actor, { userId: named }: WhoseSync): Promise<QuoteView> {
  const userId = chooseAccount(actor, named);
  await getKnown(userId);
  const endLook = await beginLook(userId, quote);
  const looks = [expect(userId, actor.id), listPast(userId), getQueueAhead(userId)] as const;
  const [told, past, ahead] = await Promise.all(looks).finally(endLook);
  const { listings, transactions, calls } = told;
  const rows = listings === null || transactions === null ? null : listings + transactions;
  const seconds = estimateSeconds(past, rows);
  const waiting = seconds === null ? null : ahead.queued * ahead.secondsEach(seconds);
  return {
    dataSets: syncStepIds.map(id => ({ id, title: syncSteps[id].title })),
    ...{ listings, transactions, apiCalls: calls },
    estimatedMinutes: toMinutes(seconds === null || waiting === null ? null : seconds + waiting),
    ...{ queuedAhead: ahead.queued, queuedMinutes: toMinutes(waiting) },
  };
}
