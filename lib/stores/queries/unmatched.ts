import { Prisma, transaction } from "@/lib/platform/db";
import type { PageOf } from "./shop";

/** An ordered article for which the shop has no product: its GTIN is in no feed, or it has none. */
export type UnmatchedLine = {
  id: number;
  order: string;
  placedAt: Date | null;
  title: string;
  gtin: string | null;
  quantity: number;
};

const pageSize = 25;
const lately = 1000;

// The numbers, since feeds and orders fill GTINs up differently.
const isUnmatched = Prisma.sql`o.status <> 'cancelled' AND NOT EXISTS (
  SELECT FROM products p WHERE p.store_id = l.store_id AND p.gtin_number = l.gtin_number AND p.gone_at IS NULL)`;

/** Ordered articles without a product, newest first, keyset paged. */
export async function listUnmatched(storeId: number, cursor?: string): Promise<PageOf<UnmatchedLine>> {
  const before = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : 2_147_483_647;
  const rows = await transaction(
    { store: storeId },
    tx => tx.$queryRaw<UnmatchedLine[]>`
      SELECT l.id, o.number AS "order", o.placed_at AS "placedAt", l.title, l.gtin, l.quantity
      FROM order_lines l JOIN orders o ON o.id = l.order_id AND o.store_id = l.store_id
      WHERE l.store_id = ${storeId} AND l.id < ${before} AND ${isUnmatched}
      ORDER BY l.id DESC LIMIT ${pageSize + 1}`,
  );
  const items = rows.slice(0, pageSize);
  return { items, next: rows.length > pageSize ? String(items.at(-1)?.id) : null };
}

/** Is there one among the thousand articles that came last to the store `t`? A condition of a statement. */
export const hasUnmatched = Prisma.sql`EXISTS (
  SELECT FROM (SELECT * FROM order_lines WHERE store_id = t.id ORDER BY id DESC LIMIT ${lately}::int) l
  JOIN orders o ON o.id = l.order_id AND o.store_id = l.store_id WHERE ${isUnmatched})`;
