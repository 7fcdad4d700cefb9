import { z } from "zod";
import { Prisma, type Tx } from "@/lib/platform/db";
import type { Reading } from "./seen";

/** What an import found to be in no feed any more: how many products went, and how many wait for the owner's word. */
export const Settled = z.object({ gone: z.number(), missing: z.number() });
export type Settled = z.infer<typeof Settled>;

// So many may go without being asked: products leave a shop, but a feed that lost a good part of itself is more likely broken.
const fewShare = 0.1;
// Of a small shop a tenth is next to nothing.
const fewProducts = 10;
const fewShareOfSmall = 0.25;
const isFew = (count: number, before: number) =>
  count <= before * fewShare || (count <= fewProducts && count <= before * fewShareOfSmall);

/** How many products a store has. */
export const countPresent = (tx: Tx, storeId: number): Promise<number> =>
  tx.product.count({ where: { storeId, goneAt: null } });

const isSeen = ({ storeId, notesId }: Reading) => Prisma.sql`
  EXISTS (SELECT FROM product_seen s WHERE s.store_id = ${storeId} AND s.run_id = ${notesId} AND s.external_id = p.external_id)`;

/** Products that this run has not seen and that the owner did not want to keep. */
const missing = (reading: Reading) => Prisma.sql`
  p.store_id = ${reading.storeId} AND p.gone_at IS NULL AND NOT ${isSeen(reading)} AND NOT EXISTS (
    SELECT FROM missing_product m WHERE m.store_id = ${reading.storeId} AND m.product_id = p.id AND m.kept)`;

/** Forgets whatever waited and is in a feed again; answers how many of them the owner was asked about. */
async function forgetReturned(tx: Tx, reading: Reading): Promise<number> {
  const { storeId } = reading;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH back AS (
      DELETE FROM missing_product m USING products p
      WHERE m.store_id = ${storeId} AND p.store_id = ${storeId} AND p.id = m.product_id AND ${isSeen(reading)}
      RETURNING m.kept)
    SELECT count(*) FILTER (WHERE NOT kept)::int AS count FROM back`;
  return row?.count ?? 0;
}

/** Asks about all that is missing now. A question that was asked already stays the same one. */
async function ask(tx: Tx, reading: Reading, returned: number): Promise<void> {
  const { storeId, runId } = reading;
  const added = await tx.$executeRaw`
    INSERT INTO missing_product (store_id, product_id, run_id)
    SELECT ${storeId}, p.id, ${runId} FROM products p WHERE ${missing(reading)} ON CONFLICT DO NOTHING`;
  if (added + returned === 0) return;
  await tx.$executeRaw`UPDATE missing_product SET run_id = ${runId} WHERE store_id = ${storeId} AND NOT kept`;
}

/**
 * After every feed was read whole: what is in none of them goes if it is little (a tenth of the `before` products that were there; of a small shop a quarter, ten at most),
 * otherwise nothing goes and the owner is asked. Ends with the run's notes, so it can be done once.
 */
export async function settleMissing(tx: Tx, reading: Reading, before: number): Promise<Settled> {
  const { storeId, notesId } = reading;
  // Of notes that are seconds old the planner thinks too few, and would walk all of them for each product.
  await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
  const returned = await forgetReturned(tx, reading);
  const [found] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM products p WHERE ${missing(reading)}`;
  const count = found?.count ?? 0;
  const areFew = isFew(count, before);
  if (areFew) {
    if (count > 0) await tx.$executeRaw`UPDATE products p SET gone_at = app_now() WHERE ${missing(reading)}`;
    await tx.$executeRaw`DELETE FROM missing_product WHERE store_id = ${storeId} AND NOT kept`;
  } else await ask(tx, reading, returned);
  await tx.$executeRaw`DELETE FROM product_seen WHERE store_id = ${storeId} AND run_id = ${notesId}`;
  return areFew ? { gone: count, missing: 0 } : { gone: 0, missing: count };
}
