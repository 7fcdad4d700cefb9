import type { Tx } from "@/lib/platform/db";
import type { Change } from "./counts";
import type { OrderRow } from "./order-rows";
import { lastOfEach } from "./write-sound-rows";

const upsertOrders = (tx: Tx, storeId: number, orders: string) => tx.$queryRaw<Change[]>`
  INSERT INTO orders AS o (store_id, external_shipment_id, external_order_id, number, shipment_number, shipment_state, status, total, currency,
    placed_at, customer_name, customer_email, customer_locale, shipping_city, shipping_country, shipping_address, billing_address)
  SELECT ${storeId}, r.shipment, r."order", r.number, r.shipment_number, r.state, r.status::"OrderStatus", r.total, r.currency,
    r.placed_at, r.customer, r.email, r.locale, r.city, r.country, r.shipping, r.billing
  FROM jsonb_to_recordset(${orders}::jsonb) AS r(shipment text, "order" text, number text, shipment_number text, state text, status text,
    total numeric, currency text, placed_at timestamptz, customer text, email text, locale text, city text, country text, shipping jsonb, billing jsonb)
  ON CONFLICT (store_id, external_shipment_id) DO UPDATE SET external_order_id = excluded.external_order_id, number = excluded.number,
    shipment_number = excluded.shipment_number, shipment_state = excluded.shipment_state, status = excluded.status, total = excluded.total,
    currency = excluded.currency, placed_at = excluded.placed_at, customer_name = excluded.customer_name, customer_email = excluded.customer_email,
    customer_locale = excluded.customer_locale, shipping_city = excluded.shipping_city, shipping_country = excluded.shipping_country,
    shipping_address = excluded.shipping_address, billing_address = excluded.billing_address
  WHERE (o.external_order_id, o.number, o.shipment_number, o.shipment_state, o.status, o.total, o.currency, o.placed_at, o.customer_name,
      o.customer_email, o.customer_locale, o.shipping_city, o.shipping_country, o.shipping_address, o.billing_address)
    IS DISTINCT FROM (excluded.external_order_id, excluded.number, excluded.shipment_number, excluded.shipment_state, excluded.status,
      excluded.total, excluded.currency, excluded.placed_at, excluded.customer_name, excluded.customer_email, excluded.customer_locale,
      excluded.shipping_city, excluded.shipping_country, excluded.shipping_address, excluded.billing_address)
  RETURNING o.external_shipment_id AS id, o.xmax = 0 AS "isNew"`;

const upsertLines = (tx: Tx, storeId: number, lines: string) => tx.$queryRaw<Change[]>`
  INSERT INTO order_lines AS t (store_id, order_id, external_variant_id, sku, gtin, gtin_type, title, brand, quantity, quantity_available, price, currency)
  SELECT ${storeId}, o.id, l.variant, l.sku, l.gtin, l.gtin_type, l.title, l.brand, l.quantity, l.available, l.price, l.currency
  FROM jsonb_to_recordset(${lines}::jsonb) AS l(shipment text, variant text, sku text, gtin text, gtin_type text, title text, brand text,
    quantity int, available int, price numeric, currency text)
  JOIN orders o ON o.store_id = ${storeId} AND o.external_shipment_id = l.shipment
  ON CONFLICT (order_id, external_variant_id) DO UPDATE SET sku = excluded.sku, gtin = excluded.gtin, gtin_type = excluded.gtin_type,
    title = excluded.title, brand = excluded.brand, quantity = excluded.quantity, quantity_available = excluded.quantity_available,
    price = excluded.price, currency = excluded.currency
  WHERE (t.sku, t.gtin, t.gtin_type, t.title, t.brand, t.quantity, t.quantity_available, t.price, t.currency)
    IS DISTINCT FROM (excluded.sku, excluded.gtin, excluded.gtin_type, excluded.title, excluded.brand, excluded.quantity,
      excluded.quantity_available, excluded.price, excluded.currency)
  RETURNING (SELECT o.external_shipment_id FROM orders o WHERE o.id = t.order_id) AS id, false AS "isNew"`;

/** Pieces that were in a shipment and are no more. The page's orders come first and by themselves, or a planner without statistics walks all lines of the store. */
const deleteGoneLines = (tx: Tx, storeId: number, shipments: string[], lines: string) => tx.$queryRaw<Change[]>`
  WITH page AS MATERIALIZED (SELECT id, external_shipment_id FROM orders WHERE store_id = ${storeId} AND external_shipment_id = ANY(${shipments}))
  DELETE FROM order_lines t USING page o
  WHERE t.order_id = ANY(ARRAY(SELECT id FROM page)) AND t.order_id = o.id AND (o.external_shipment_id, t.external_variant_id) NOT IN (
    SELECT l.shipment, l.variant FROM jsonb_to_recordset(${lines}::jsonb) AS l(shipment text, variant text))
  RETURNING o.external_shipment_id AS id, false AS "isNew"`;

/** Writes orders with their lines, one statement per table, keyed by the upstream's ids (the last row of an id counts); what has not changed is left alone and not told. */
export async function writeOrders(tx: Tx, storeId: number, rows: readonly OrderRow[]): Promise<Change[]> {
  const last = lastOfEach(rows, row => row.order.shipment);
  const orders = JSON.stringify(last.map(row => row.order));
  const lines = JSON.stringify(last.flatMap(row => row.lines));
  const shipments = last.map(row => row.order.shipment);
  return [
    ...(await upsertOrders(tx, storeId, orders)),
    ...(await upsertLines(tx, storeId, lines)),
    ...(await deleteGoneLines(tx, storeId, shipments, lines)),
  ];
}
