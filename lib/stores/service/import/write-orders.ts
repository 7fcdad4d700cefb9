import type { Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import { lastOfEach } from "@/lib/platform/flow/write-sound-rows";
import type { OrderRow } from "./order-rows";

type Order = OrderRow["order"];
type Line = OrderRow["lines"][number] & { orderId: number };

const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value));

/** A list of orders as one list a column: Postgres takes arrays apart in half the time that JSON needs. */
function toOrderColumns(orders: readonly Order[]) {
  const column = <T>(read: (order: Order) => T): T[] => orders.map(read);
  return {
    shipment: column(({ shipment }) => shipment),
    order: column(({ order }) => order),
    number: column(({ number }) => number),
    shipmentNumber: column(one => one.shipment_number),
    state: column(({ state }) => state),
    status: column(({ status }) => status),
    total: column(({ total }) => total),
    currency: column(({ currency }) => currency),
    placedAt: column(one => one.placed_at?.toISOString() ?? null),
    customer: column(({ customer }) => customer),
    email: column(({ email }) => email),
    locale: column(({ locale }) => locale),
    city: column(({ city }) => city),
    country: column(({ country }) => country),
    shipping: column(({ shipping }) => jsonOf(shipping)),
    billing: column(({ billing }) => jsonOf(billing)),
  };
}

function toLineColumns(lines: readonly Line[]) {
  const column = <T>(read: (line: Line) => T): T[] => lines.map(read);
  return {
    orderId: column(({ orderId }) => orderId),
    variant: column(({ variant }) => variant),
    sku: column(({ sku }) => sku),
    gtin: column(({ gtin }) => gtin),
    gtinType: column(one => one.gtin_type),
    title: column(({ title }) => title),
    brand: column(({ brand }) => brand),
    quantity: column(({ quantity }) => quantity),
    available: column(({ available }) => available),
    price: column(({ price }) => price),
    currency: column(({ currency }) => currency),
  };
}

type Written = { ids: number[] | null; external: string[] | null; isNew: boolean[] | null };

// Answers come as arrays in one row: a row for each order costs more to read than to write.
const upsertOrders = (tx: Tx, storeId: number, rows: ReturnType<typeof toOrderColumns>) => tx.$queryRaw<Written[]>`
  WITH written AS (INSERT INTO orders AS o (store_id, external_shipment_id, external_order_id, number, shipment_number, shipment_state, status, total,
    currency, placed_at, customer_name, customer_email, customer_locale, shipping_city, shipping_country, shipping_address, billing_address)
  SELECT ${storeId}, r.shipment, r."order", r.number, r.shipment_number, r.state, r.status::"OrderStatus", r.total, r.currency, r.placed_at, r.customer,
    r.email, r.locale, r.city, r.country, r.shipping::jsonb, r.billing::jsonb
  FROM unnest(${rows.shipment}::text[], ${rows.order}::text[], ${rows.number}::text[], ${rows.shipmentNumber}::text[], ${rows.state}::text[],
      ${rows.status}::text[], ${rows.total}::numeric[], ${rows.currency}::text[], ${rows.placedAt}::timestamptz[], ${rows.customer}::text[],
      ${rows.email}::text[], ${rows.locale}::text[], ${rows.city}::text[], ${rows.country}::text[], ${rows.shipping}::text[], ${rows.billing}::text[])
    AS r(shipment, "order", number, shipment_number, state, status, total, currency, placed_at, customer, email, locale, city, country, shipping, billing)
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
  RETURNING o.id, o.external_shipment_id, o.xmax = 0 AS is_new)
  SELECT array_agg(id) AS ids, array_agg(external_shipment_id) AS external, array_agg(is_new) AS "isNew" FROM written`;

const findOrders = (tx: Tx, storeId: number, shipments: string[]) => tx.$queryRaw<Omit<Written, "isNew">[]>`
  SELECT array_agg(id) AS ids, array_agg(external_shipment_id) AS external FROM orders
  WHERE store_id = ${storeId} AND external_shipment_id = ANY(${shipments}::text[])`;

const upsertLines = (tx: Tx, storeId: number, rows: ReturnType<typeof toLineColumns>) => tx.$queryRaw<Touched[]>`
  WITH written AS (INSERT INTO order_lines AS t (store_id, order_id, external_variant_id, sku, gtin, gtin_type, title, brand, quantity, quantity_available,
    price, currency)
  SELECT ${storeId}, r.* FROM unnest(${rows.orderId}::int[], ${rows.variant}::text[], ${rows.sku}::text[], ${rows.gtin}::text[], ${rows.gtinType}::text[],
    ${rows.title}::text[], ${rows.brand}::text[], ${rows.quantity}::int[], ${rows.available}::int[], ${rows.price}::numeric[], ${rows.currency}::text[]) AS r
  ON CONFLICT (order_id, external_variant_id) DO UPDATE SET sku = excluded.sku, gtin = excluded.gtin, gtin_type = excluded.gtin_type,
    title = excluded.title, brand = excluded.brand, quantity = excluded.quantity, quantity_available = excluded.quantity_available,
    price = excluded.price, currency = excluded.currency
  WHERE (t.sku, t.gtin, t.gtin_type, t.title, t.brand, t.quantity, t.quantity_available, t.price, t.currency)
    IS DISTINCT FROM (excluded.sku, excluded.gtin, excluded.gtin_type, excluded.title, excluded.brand, excluded.quantity,
      excluded.quantity_available, excluded.price, excluded.currency)
  RETURNING t.order_id)
  SELECT array_agg(DISTINCT order_id) AS "orderIds" FROM written`;

type Touched = { orderIds: number[] | null };

/** Pieces that were in a shipment and are no more. */
const deleteGoneLines = (tx: Tx, orderIds: number[], kept: { order: number[]; variant: string[] }) => tx.$queryRaw<
  Touched[]
>`
  WITH gone AS (DELETE FROM order_lines t WHERE t.order_id = ANY(${orderIds}::int[]) AND (t.order_id, t.external_variant_id) NOT IN (
    SELECT k.* FROM unnest(${kept.order}::int[], ${kept.variant}::text[]) AS k)
  RETURNING t.order_id)
  SELECT array_agg(DISTINCT order_id) AS "orderIds" FROM gone`;

/** Our ids by theirs, of all rows; of those that were there and have not changed they are asked for. */
async function idsOf(tx: Tx, storeId: number, shipments: string[], written: Written | undefined) {
  const ids = new Map(written?.external?.map((shipment, at) => [shipment, written.ids?.[at] ?? 0]));
  const others = shipments.filter(shipment => !ids.has(shipment));
  if (others.length === 0) return ids;
  const [found] = await findOrders(tx, storeId, others);
  for (const [at, shipment] of (found?.external ?? []).entries()) ids.set(shipment, found?.ids?.[at] ?? 0);
  return ids;
}

/** Writes the lines of orders and takes away those that are no more; a new order has none that could be. Answers whose lines have changed. */
async function writeLines(tx: Tx, storeId: number, lines: Line[], known: number[]): Promise<number[]> {
  const touched = lines.length > 0 ? await upsertLines(tx, storeId, toLineColumns(lines)) : [];
  const isKnown = new Set(known);
  const kept = lines.filter(line => isKnown.has(line.orderId));
  const columns = { order: kept.map(({ orderId }) => orderId), variant: kept.map(({ variant }) => variant) };
  const gone = known.length > 0 ? await deleteGoneLines(tx, known, columns) : [];
  return [...touched, ...gone].flatMap(({ orderIds }) => orderIds ?? []);
}

/** Writes orders with their lines, one statement per table, keyed by the upstream's ids (the last row of an id counts); what has not changed is left alone and not told. */
export async function writeOrders(tx: Tx, storeId: number, rows: readonly OrderRow[]): Promise<Change[]> {
  const last = lastOfEach(rows, row => row.order.shipment);
  const shipments = last.map(row => row.order.shipment);
  const [written] = await upsertOrders(tx, storeId, toOrderColumns(last.map(row => row.order)));
  const changes = (written?.external ?? []).map((id, at): Change => ({ id, isNew: written?.isNew?.[at] ?? false }));
  const ids = await idsOf(tx, storeId, shipments, written);
  const isNew = new Set(changes.filter(change => change.isNew).map(change => change.id));
  const known = shipments.filter(shipment => !isNew.has(shipment)).map(shipment => ids.get(shipment) ?? 0);
  const lines = last.flatMap(row => row.lines.map(line => ({ ...line, orderId: ids.get(line.shipment) ?? 0 })));
  const touched = new Set(await writeLines(tx, storeId, lines, known));
  return [...changes, ...shipments.filter(id => touched.has(ids.get(id) ?? 0)).map(id => ({ id, isNew: false }))];
}
