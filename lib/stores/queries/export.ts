import { audit } from "@/lib/platform/audit";
import { now } from "@/lib/platform/clock";
import { type Tx, transaction } from "@/lib/platform/db";
import type { Download } from "@/lib/platform/http/csv-file";
import { requireOpenGate } from "../service/open-gate";
import { orderColumns, productColumns, toOrderLine, toProductLine } from "../view/export";

type Actor = { userId: number; storeId: number };

const pageSize = 1000;

/** Every row of a store by pages, each a transaction of its own: nobody waits for a slow reader. */
async function* pagesOf<Row extends { id: number }>(
  storeId: number,
  read: (
    tx: Tx,
    page: { where: { storeId: number; id: { gt: number } }; take: number; orderBy: { id: "asc" } },
  ) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let after = 0; ; ) {
    const page = { where: { storeId, id: { gt: after } }, take: pageSize, orderBy: { id: "asc" as const } };
    const rows = await transaction({ store: storeId }, tx => read(tx, page));
    yield* rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.id ?? after;
  }
}

async function begin(what: "products" | "orders", { userId, storeId }: Actor): Promise<string> {
  const code = await requireOpenGate(storeId);
  await transaction({ store: storeId }, tx =>
    audit(tx, {
      action: `store.${what}_exported`,
      actor: { kind: "user", id: userId },
      subject: { kind: "store", id: storeId },
    }),
  );
  return `${code}-${what}-${(await now()).toISOString().slice(0, 10)}.csv`;
}

/** The products of a shop as a table; kept in the audit trail. Throws `onboarding_required` before the gate. */
export async function exportProducts(actor: Actor): Promise<Download> {
  const name = await begin("products", actor);
  const rows = pagesOf(actor.storeId, (tx, { where, ...page }) =>
    tx.product.findMany({ ...page, where: { ...where, goneAt: null }, include: { texts: true } }),
  );
  async function* lines() {
    yield productColumns;
    for await (const row of rows) yield toProductLine(row);
  }
  return { name, lines: lines() };
}

/** The orders of a shop as a table; kept in the audit trail. Throws `onboarding_required` before the gate. */
export async function exportOrders(actor: Actor): Promise<Download> {
  const name = await begin("orders", actor);
  const articles = { select: { title: true, quantity: true }, orderBy: { id: "asc" } } as const;
  const rows = pagesOf(actor.storeId, (tx, page) => tx.order.findMany({ ...page, include: { lines: articles } }));
  async function* lines() {
    yield orderColumns;
    for await (const row of rows) yield toOrderLine(row);
  }
  return { name, lines: lines() };
}
