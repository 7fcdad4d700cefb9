import { transaction } from "@/lib/platform/db";
import { loadLetzshop } from "../service/answers";
import { toKeyView } from "../view/answers";
import { toOrderView, toProductView } from "../view/shop";

const pageSize = 25;

/** Figures of a store's dashboard. */
export async function getDashboard(storeId: number) {
  return transaction({ store: storeId }, async tx => {
    const where = { storeId };
    const [orders, open, products, letzshop, newest] = [
      await tx.order.count({ where }),
      await tx.order.count({ where: { storeId, status: "pending" } }),
      await tx.product.count({ where: { storeId, goneAt: null } }),
      toKeyView(await loadLetzshop({ tx, subjectId: storeId })),
      await tx.order.findMany({
        where,
        orderBy: [{ placedAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
        take: 5,
        select: orderFields,
      }),
    ];
    const revenue = await tx.$queryRaw<{ currency: string; amount: string }[]>`
      SELECT currency, sum(total)::text AS amount FROM orders
      WHERE store_id = ${storeId} AND status <> 'cancelled' AND placed_at > app_now() - interval '30 days' GROUP BY currency ORDER BY currency`;
    return { orders, open, products, letzshop, revenue, newest: newest.map(toOrderView) };
  });
}

const orderFields = {
  id: true,
  number: true,
  shipmentNumber: true,
  status: true,
  total: true,
  currency: true,
  placedAt: true,
  customerName: true,
  shippingCity: true,
  shippingCountry: true,
  _count: { select: { lines: true } },
} as const;

/** A page of a list; `next` is what to ask for to get the following one, null at the end. */
export type PageOf<T> = { items: T[]; next: string | null };

/** A place in a list sorted by time and id, `<ISO time>_<id>`; anything else is the start. */
const readCursor = (cursor: string | undefined) => {
  const [, placedAt, id] = /^((?:19|20)\d\d-\d\d-\d\dT[\d:.]+Z)_(\d{1,9})$/.exec(cursor ?? "") ?? [];
  return placedAt && !Number.isNaN(Date.parse(placedAt)) ? { placedAt: new Date(placedAt), id: Number(id) } : null;
};

/** Orders of a store, newest first, keyset paged. */
export async function listOrders(storeId: number, cursor?: string): Promise<PageOf<ReturnType<typeof toOrderView>>> {
  const from = readCursor(cursor);
  const before = from && {
    OR: [{ placedAt: { lt: from.placedAt } }, { placedAt: from.placedAt, id: { lt: from.id } }],
  };
  const rows = await transaction({ store: storeId }, tx =>
    tx.order.findMany({
      where: { storeId, placedAt: { not: null }, ...before },
      orderBy: [{ placedAt: "desc" }, { id: "desc" }],
      take: pageSize + 1,
      select: orderFields,
    }),
  );
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
  const next = last?.placedAt ? `${last.placedAt.toISOString()}_${last.id}` : null;
  return { items: rows.slice(0, pageSize).map(toOrderView), next };
}

const productFields = {
  id: true,
  externalId: true,
  price: true,
  salePrice: true,
  currency: true,
  availability: true,
  gtin: true,
  brand: true,
  texts: { select: { language: true, title: true } },
} as const;

/** Products of a store in the order of their ids, keyset paged. */
export async function listProducts(
  storeId: number,
  cursor?: string,
): Promise<PageOf<ReturnType<typeof toProductView>>> {
  const after = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : 0;
  const { rows, language } = await transaction({ store: storeId }, async tx => ({
    rows: await tx.product.findMany({
      where: { storeId, goneAt: null, id: { gt: after } },
      orderBy: { id: "asc" },
      take: pageSize + 1,
      select: productFields,
    }),
    language:
      (await tx.storeProfile.findUnique({ where: { storeId }, select: { dashboardLanguage: true } }))
        ?.dashboardLanguage ?? "en",
  }));
  const last = rows.length > pageSize ? rows[pageSize - 1] : undefined;
  return {
    items: rows.slice(0, pageSize).map(row => toProductView(row, language)),
    next: last ? String(last.id) : null,
  };
}
