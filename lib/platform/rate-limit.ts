import { Prisma, type Tx } from "./db";

/** One budget: at most `limit` per window; the key names who and what. */
export type Budget = { key: string; limit: number; windowSeconds: number };
export type Spent = { ok: true } | { ok: false; retryAfterSeconds: number; key: string };

type Row = { key: string; spent: number; wait: number };

/** Spends one from every budget in one atomic statement; the first exhausted one is named with its wait. Order of keys is fixed, so parallel calls cannot deadlock. */
export async function spend(tx: Tx, budgets: Budget[]): Promise<Spent> {
  const ordered = [...budgets].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (ordered.length === 0) return { ok: true };
  const values = ordered.map(
    b => Prisma.sql`(${b.key}, app_now(), app_now() + make_interval(secs => ${b.windowSeconds}), 1)`,
  );
  const rows = await tx.$queryRaw<Row[]>`
    INSERT INTO rate_bucket AS b (key, started_at, ends_at, spent) VALUES ${Prisma.join(values)}
    ON CONFLICT (key) DO UPDATE SET
      spent = CASE WHEN b.ends_at <= app_now() THEN 1 ELSE b.spent + 1 END,
      started_at = CASE WHEN b.ends_at <= app_now() THEN excluded.started_at ELSE b.started_at END,
      ends_at = CASE WHEN b.ends_at <= app_now() THEN excluded.ends_at ELSE b.ends_at END
    RETURNING key, spent, ceil(extract(epoch FROM ends_at - app_now()))::int AS wait`;
  const over = rows.filter(row => row.spent > (ordered.find(b => b.key === row.key)?.limit ?? 0));
  const worst = over.sort((a, b) => b.wait - a.wait)[0];
  return worst ? { ok: false, retryAfterSeconds: Math.max(1, worst.wait), key: worst.key } : { ok: true };
}
