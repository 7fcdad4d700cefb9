import { Prisma, type Tx } from "./db";
import { forgetInRedis, giveBackInRedis, readInRedis, spendInRedis } from "./redis/buckets";
import { atEnd } from "./transaction-end";

/** One budget: at most `limit` per window; the key names who and what. */
export type Budget = { key: string; limit: number; windowSeconds: number };
/** One spent budget, to be kept by whoever may have to give it back; `startedAt` (ISO 8601) names the window. */
export type Receipt = { key: string; startedAt: string };
export type Spent =
  | { ok: true; receipts: Receipt[]; exhausted: string[] }
  | { ok: false; retryAfterSeconds: number; key: string };

/** What a statement that spends tells of one budget. */
export type SpentRow = { key: string; spent: number; wait: number; startedAt: Date };

/** A budget of which something is spent, until when its window runs, and for how many seconds still. */
export type Bucket = { key: string; spent: number; endsAt: Date; wait: number };

const limitOf = (budgets: Budget[], key: string) => budgets.find(budget => budget.key === key)?.limit ?? 0;

/** The statement that spends one from every budget, returning `SpentRow`s, where a condition holds: for a place inside another statement. */
export function spending(budgets: readonly Budget[], where = Prisma.sql`TRUE`): Prisma.Sql {
  const values = budgets.map(
    b => Prisma.sql`(${b.key}::text, app_now(), app_now() + make_interval(secs => ${b.windowSeconds}), 1)`,
  );
  return Prisma.sql`
    INSERT INTO rate_bucket AS b (key, started_at, ends_at, spent)
    SELECT * FROM (VALUES ${Prisma.join(values)}) AS wanted WHERE ${where}
    ON CONFLICT (key) DO UPDATE SET
      spent = CASE WHEN b.ends_at <= app_now() THEN 1 ELSE b.spent + 1 END,
      started_at = CASE WHEN b.ends_at <= app_now() THEN excluded.started_at ELSE b.started_at END,
      ends_at = CASE WHEN b.ends_at <= app_now() THEN excluded.ends_at ELSE b.ends_at END
    RETURNING key, spent, started_at AS "startedAt", ceil(extract(epoch FROM ends_at - app_now()))::int AS wait`;
}

const receiptOf = ({ key, startedAt }: SpentRow): Receipt => ({ key, startedAt: startedAt.toISOString() });

/** In Redis where there is one: what a transaction spent there it gets back when it rolls back, as it does in Postgres by itself. */
async function spendAll(tx: Tx, ordered: Budget[]): Promise<SpentRow[]> {
  const asked = spendInRedis(ordered);
  // Left before the answer: the transaction may have ended when it comes.
  atEnd(tx, "rolledBack", async () => giveBackInRedis(((await asked) ?? []).map(receiptOf)));
  return (await asked) ?? tx.$queryRaw<SpentRow[]>(spending(ordered));
}

/**
 * Spends one from every budget in one atomic act; of those with nothing left the longest wait is told. `exhausted` names the budgets that
 * this call emptied. Order of keys is fixed, so parallel calls cannot deadlock. While Redis does not serve, Postgres counts, from nothing: of each window at
 * most twice the limit passes. A Redis that forgets when it starts anew (no AOF) counts from nothing each time, and the limit passes once more.
 */
export async function spend(tx: Tx, budgets: Budget[]): Promise<Spent> {
  const ordered = [...budgets].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (ordered.length === 0) return { ok: true, receipts: [], exhausted: [] };
  const rows = await spendAll(tx, ordered);
  const over = rows.filter(row => row.spent > limitOf(ordered, row.key));
  const worst = over.sort((a, b) => b.wait - a.wait)[0];
  if (worst) return { ok: false, retryAfterSeconds: Math.max(1, worst.wait), key: worst.key };
  return {
    ok: true,
    receipts: rows.map(receiptOf),
    exhausted: rows.filter(row => row.spent === limitOf(ordered, row.key)).map(row => row.key),
  };
}

/** Gives back what was spent, where the window still runs; a window that has ended since owes nothing. */
export async function giveBack(tx: Tx, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  // Where it was spent is known by when its window began: the other place has none that began then.
  atEnd(tx, "committed", () => giveBackInRedis(receipts));
  // Locked in the order of `spend`, so that the two cannot deadlock.
  await tx.$executeRaw`
    WITH owed AS (
      SELECT b.key FROM rate_bucket b
      JOIN unnest(${receipts.map(one => one.key)}::text[], ${receipts.map(one => one.startedAt)}::timestamptz[]) AS r(key, started_at)
        USING (key, started_at)
      ORDER BY b.key FOR UPDATE OF b
    )
    UPDATE rate_bucket SET spent = greatest(0, spent - 1) FROM owed WHERE rate_bucket.key = owed.key`;
}

/** What is spent of these budgets, of those whose window runs; where Redis and Postgres have both counted, what says more. */
export async function readBuckets(tx: Tx, keys: readonly string[]): Promise<Bucket[]> {
  const rows = await tx.$queryRaw<Bucket[]>`
    SELECT key, spent, ends_at AS "endsAt", ceil(extract(epoch FROM ends_at - app_now()))::int AS wait FROM rate_bucket
    WHERE key = ANY(${[...keys]}) AND ends_at > app_now() AND spent > 0`;
  const all = [...rows, ...(await readInRedis(keys))].filter(({ spent }) => spent > 0);
  return [...new Map(all.sort((a, b) => a.spent - b.spent).map(bucket => [bucket.key, bucket])).values()];
}

/** Empties buckets by their keys, as if nothing had been spent; returns how many there were. */
export async function forget(tx: Tx, keys: readonly string[]): Promise<number> {
  const others = await readInRedis(keys);
  // Also of those that Redis did not tell of: it may serve again at the end.
  atEnd(tx, "committed", () => forgetInRedis(keys));
  const rows = await tx.$queryRaw<
    { key: string }[]
  >`DELETE FROM rate_bucket WHERE key = ANY(${[...keys]}) RETURNING key`;
  return new Set([...rows, ...others].map(({ key }) => key)).size;
}
