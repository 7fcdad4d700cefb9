import { Prisma } from "@/lib/platform/db";

/** A sum of one currency, exactly as kept. */
export type Sum = { amount: string; currency: string };

/** A page of a list; `next` is what to ask for to get the following one, null at the end. */
export type PageOf<T> = { items: T[]; next: string | null };

/** How many rows of a list a page shows. */
export const pageSize = 25;

/** Cuts what was read, one row more than a page has, to the page; `cursorOf` names its last row. */
export function toPage<T>(rows: readonly T[], cursorOf: (row: T) => string): PageOf<T> {
  const items = rows.slice(0, pageSize);
  const last = items.at(-1);
  return { items, next: rows.length > pageSize && last ? cursorOf(last) : null };
}

/** Does a contribution count? One that was missed has brought nothing. */
export const counts = Prisma.sql`upper(coalesce(status, '')) <> 'MISSED'`;

/**
 * What became of a payment: `paid`, `pending`, or `other` for words that are neither (failed, cancelled, or unknown to us), of which no money may
 * be expected.
 */
export const paymentKind = Prisma.sql`CASE
  WHEN upper(status) IN ('PAID', 'COMPLETED', 'SETTLED') OR (status IS NULL AND payment_date IS NOT NULL) THEN 'paid'
  WHEN status IS NULL OR upper(status) IN ('PENDING', 'SCHEDULED', 'PROCESSING', 'APPROVED') THEN 'pending'
  ELSE 'other' END`;
