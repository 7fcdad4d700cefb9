import { now } from "@/lib/platform/clock";
import { Prisma, transaction } from "@/lib/platform/db";
import { estimateSeconds, type PastRun } from "@/lib/platform/flow/estimate";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import { log } from "@/lib/platform/log";
import { beginLook } from "@/lib/platform/one-look";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import { countShipments } from "../client/letzshop";
import type { OrderSync } from "../schema";
import type { QuoteView } from "../view/quote";
import { type OpenedKey, openKey } from "./letzshop-key";
import { markUnreadable } from "./unreadable-key";

type Actor = { userId: number; storeId: number };

// Whoever waits for a quote may as well start: what takes longer is not told.
const longestMs = 15_000;
const quote = { name: "import-quote", perMinute: 20, longestMs, busySeconds: 3 };
const dayMs = 86_400_000;

const newestPast = (isOwn: boolean, whose: Prisma.Sql, includeProducts: boolean, most: number) => Prisma.sql`
  SELECT ${isOwn}::boolean AS "isOwn", extract(epoch FROM r.ended_at - r.started_at)::float8 AS seconds,
    (SELECT coalesce(sum((part->>'done')::int), 0)::int FROM jsonb_array_elements(r.parts) part) AS rows
  FROM onboarding_run r JOIN store_import i ON i.run_id = r.id
  WHERE ${whose} AND r.status = 'complete' AND r.started_at IS NOT NULL AND i.days_back IS NOT NULL AND i.include_products = ${includeProducts}
    AND NOT EXISTS (SELECT FROM onboarding_run b WHERE b.onboarding_id = r.onboarding_id AND b.number = r.number - 1 AND b.status <> 'complete')
  ORDER BY r.id DESC LIMIT ${most}`;

/** Imports of the same kind that began from nothing and have ended: the last ten of this store, and the last hundred of others. */
const listPast = (storeId: number, includeProducts: boolean): Promise<PastRun[]> =>
  transaction(
    "system",
    tx => tx.$queryRaw<PastRun[]>`
      (${newestPast(true, Prisma.sql`i.store_id = ${storeId}`, includeProducts, 10)})
      UNION ALL (${newestPast(false, Prisma.sql`i.store_id <> ${storeId}`, includeProducts, 100)})`,
  );

/** Rows of a store's feeds as its last reading counted them; null before the first. */
async function findProductRows(storeId: number): Promise<number | null> {
  const run = await transaction({ store: storeId }, tx =>
    tx.onboardingRun.findFirst({
      where: { onboarding: { storeId }, endedAt: { not: null }, storeImport: { includeProducts: true } },
      orderBy: { number: "desc" },
      select: { parts: true },
    }),
  );
  const parts = (run?.parts ?? []) as PartOutcome[];
  return parts.find(({ step, state }) => step === "products" && state === "done")?.total ?? null;
}

/** The store's key; null where there is none, or none that opens, which is marked as any use of it would. */
async function openForQuote({ userId, storeId }: Actor): Promise<OpenedKey | null> {
  try {
    return await transaction({ store: storeId }, tx => openKey(tx, storeId, { purpose: "quote", userId }));
  } catch (thrown) {
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    await markUnreadable({ storeId, savedAt: thrown.savedAt, userId });
    return null;
  }
}

/** How many orders there are and in how many pages; null where Letzshop does not say so in time, or there is no key to ask with. */
async function countOrders(actor: Actor, daysBack: number) {
  const { storeId } = actor;
  const opened = await openForQuote(actor);
  if (!opened) return null;
  const since = new Date((await now()).getTime() - daysBack * dayMs);
  const access = { apiKey: opened.apiKey, since, isWatched: true };
  return countShipments(access, AbortSignal.timeout(longestMs)).catch((thrown: unknown) => {
    const isLate = thrown instanceof Error && thrown.name === "TimeoutError";
    if (!(thrown instanceof OutboundError) && !isLate) throw thrown;
    log.info({ storeId, err: thrown }, "an import cannot be quoted");
    return null;
  });
}

const toMinutes = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 60));

/** Whole minutes that an import will take by those that have ended, 0 = under one; null while none has. Never throws: the import has begun, whatever becomes of this. */
export async function estimateMinutes(storeId: number, { includeProducts }: OrderSync): Promise<number | null> {
  try {
    return toMinutes(estimateSeconds(await listPast(storeId, includeProducts), null));
  } catch (thrown) {
    log.warn({ storeId, err: thrown }, "an import that has begun cannot be estimated");
    return null;
  }
}

/** Looks ahead of an import with the same cheap pass over ids that it begins with; starts and keeps nothing. Throws `rate_limited`. */
export async function quoteImport(actor: Actor, { daysBack, includeProducts }: OrderSync): Promise<QuoteView> {
  const endLook = await beginLook(actor.storeId, quote);
  const [found, productRows, past] = await Promise.all([
    countOrders(actor, daysBack),
    includeProducts ? findProductRows(actor.storeId) : 0,
    listPast(actor.storeId, includeProducts),
  ]).finally(endLook);
  const rows = found && productRows !== null ? found.total + productRows : null;
  return {
    orders: found?.total ?? null,
    productRows: includeProducts ? productRows : null,
    // The pages are counted once before they are read.
    apiCalls: found && found.pages * 2,
    estimatedMinutes: toMinutes(estimateSeconds(past, rows)),
  };
}
