import { decrypt } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { StepFailure } from "@/lib/platform/flow/failure";
import type { WorkerContext } from "@/lib/platform/flow/step";
import {
  countShipments,
  type ShipmentPage,
  type ShipmentState,
  shipmentPages,
  shipmentStates,
} from "../client/letzshop";
import { writeIssues } from "./import-issues";
import { toOrderColumns } from "./order-rows";

// `state` is where the next page is read; null when all pages were.
type Cursor = { total: number; state: ShipmentState | null; after: string | null; done: number };

async function readSetup(storeId: number, runId: number) {
  return transaction({ store: storeId }, async tx => {
    const credential = await tx.letzshopCredential.findUnique({ where: { storeId }, select: { apiKey: true } });
    const wanted = await tx.storeImport.findUnique({ where: { runId }, select: { since: true } });
    if (!credential || !wanted) throw new StepFailure("auth", "The Letzshop key is missing.");
    return {
      apiKey: decrypt(credential.apiKey, { table: "letzshop_credential", column: "api_key", row: storeId }),
      since: wanted.since,
    };
  });
}

/** One statement per table and page, keyed by the upstream's ids: a page written twice changes nothing. */
async function writeOrders(tx: Tx, storeId: number, page: ShipmentPage): Promise<void> {
  const { orders, lines } = toOrderColumns(page.shipments);
  const written = await tx.$queryRaw<{ id: number; shipment: string }[]>`
    INSERT INTO orders AS o (store_id, external_shipment_id, external_order_id, number, shipment_number, shipment_state, status, total, currency,
      placed_at, customer_name, customer_email, customer_locale, shipping_city, shipping_country, shipping_address, billing_address)
    SELECT ${storeId}, r.shipment, r."order", r.number, r.shipment_number, r.state, r.status::"OrderStatus", r.total, r.currency,
      r.placed_at, r.customer, r.email, r.locale, r.city, r.country, r.shipping, r.billing
    FROM jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) AS r(shipment text, "order" text, number text, shipment_number text, state text, status text,
      total numeric, currency text, placed_at timestamptz, customer text, email text, locale text, city text, country text, shipping jsonb, billing jsonb)
    ON CONFLICT (store_id, external_shipment_id) DO UPDATE SET shipment_state = excluded.shipment_state, status = excluded.status, total = excluded.total,
      currency = excluded.currency, customer_name = excluded.customer_name, customer_email = excluded.customer_email,
      shipping_address = excluded.shipping_address, billing_address = excluded.billing_address
    RETURNING o.id, o.external_shipment_id AS shipment`;
  const ids = JSON.stringify(written);
  await tx.$executeRaw`
    INSERT INTO order_lines (store_id, order_id, external_variant_id, sku, gtin, gtin_type, title, brand, quantity, quantity_available, price, currency)
    SELECT ${storeId}, w.id, l.variant, l.sku, l.gtin, l.gtin_type, l.title, l.brand, l.quantity, l.available, l.price, l.currency
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l(shipment text, variant text, sku text, gtin text, gtin_type text, title text, brand text,
      quantity int, available int, price numeric, currency text)
    JOIN jsonb_to_recordset(${ids}::jsonb) AS w(id int, shipment text) USING (shipment)
    ON CONFLICT (order_id, external_variant_id) DO UPDATE SET quantity = excluded.quantity, quantity_available = excluded.quantity_available,
      price = excluded.price, title = excluded.title`;
}

const toIssues = (context: WorkerContext, page: ShipmentPage) =>
  page.errors.map(({ shipmentId, field, message }) => ({
    storeId: context.subjectId,
    runId: context.runId,
    step: "orders",
    source: shipmentId ?? "unknown",
    field,
    code: "unreadable",
    message,
  }));

/**
 * Imports the orders of the period from Letzshop: one cheap pass counts ids (that count is the total), then each page is written in a
 * transaction with its cursor. Throws OutboundError; a key that was refused marks itself broken.
 */
export async function importOrders(context: WorkerContext): Promise<Record<string, unknown>> {
  const access = await readSetup(context.subjectId, context.runId);
  let cursor = context.cursor as Cursor | null;
  if (!cursor) {
    const { total } = await countShipments(access, context.signal);
    cursor = { total, state: shipmentStates[0], after: null, done: 0 };
    await context.page({ done: 0, total, cursor });
  }
  while (cursor.state !== null) {
    const { state, after } = cursor as Cursor & { state: ShipmentState };
    for await (const page of shipmentPages({ ...access, state, after }, context.signal)) {
      cursor = moveOn(cursor, state, page);
      await context.page({ done: cursor.done, total: cursor.total, cursor }, async tx => {
        if (page.shipments.length > 0) await writeOrders(tx, context.subjectId, page);
        await writeIssues(tx, toIssues(context, page));
      });
      context.signal.throwIfAborted();
    }
  }
  return { fetched: cursor.done };
}

/** Where the next page begins: after the last page of one state comes the first page of the next state. */
function moveOn(cursor: Cursor, state: ShipmentState, page: ShipmentPage): Cursor {
  const done = cursor.done + page.shipments.length + page.errors.length;
  const next = page.nextCursor === null ? shipmentStates[shipmentStates.indexOf(state) + 1] : state;
  return { total: cursor.total, done, state: next ?? null, after: page.nextCursor };
}
