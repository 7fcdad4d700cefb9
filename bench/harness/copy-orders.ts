import { Client } from "undici";
import { withConnection } from "@/lib/platform/testing/database";
import { copyRows } from "./copy-rows";

type Names = { en: string; fr: string; de: string };
type Address = { firstName: string; lastName: string; city: string; country: { iso: string } };
type Unit = {
  state: string;
  variant: {
    id: string;
    sku: string;
    price: number;
    tradeId: { number: string; parser: string };
    product: { name: Names; _brand: { name?: string } };
  };
};
type Node = {
  id: string;
  number: string;
  state: string;
  order: {
    id: string;
    number: string;
    email: string;
    completedAt: string;
    locale: keyof Names;
    shipAddress: Address;
    billAddress: Address;
  };
  inventoryUnits: Unit[];
};

const address =
  "firstName lastName company streetName streetNumber city zipCode phone country { iso name { en fr de } }";
const full = `id number state order { id number email completedAt locale shipAddress { ${address} } billAddress { ${address} } }
  inventoryUnits { id state variant { id sku mpn price tradeId { number parser } product { name { en fr de } _brand { ... on Brand { name } } } } }`;
const cheap = "id order { completedAt }";

/** Every page of the shop over one kept connection, in turn. */
async function* listPages(url: URL, fields: string): AsyncGenerator<Node[]> {
  const client = new Client(url.origin, { pipelining: 1 });
  const query = `query($state: ShipmentStateEnum!, $after: String) { shipments(state: $state, first: 100, after: $after) {
    nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
  const headers = { "content-type": "application/json", authorization: "Bearer ls_sandbox_key" };
  for (const state of ["unconfirmed", "confirmed"]) {
    let after: string | null = null;
    do {
      const body: string = JSON.stringify({ query, variables: { state, after } });
      const answer = await client.request({ method: "POST", path: url.pathname, headers, body });
      const { data } = (await answer.body.json()) as {
        data: { shipments: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      };
      yield data.shipments.nodes;
      after = data.shipments.pageInfo.hasNextPage ? data.shipments.pageInfo.endCursor : null;
    } while (after !== null);
  }
  await client.close();
}

const isAvailable = ({ state }: Unit) => state === "confirmed_available" || state === "returned";

function statusOf(units: Unit[]): string {
  if (units.some(isAvailable)) return "processing";
  return units.every(({ state }) => state === "confirmed_unavailable") ? "cancelled" : "pending";
}

const toOrder = ({ id, number, state, order, inventoryUnits: units }: Node) => [
  id,
  order.id,
  order.number,
  number,
  state,
  statusOf(units),
  (units.reduce((sum, { variant }) => sum + Math.round(variant.price * 100), 0) / 100).toFixed(2),
  order.completedAt,
  `${order.shipAddress.firstName} ${order.shipAddress.lastName}`,
  order.email,
  order.locale,
  order.shipAddress.city,
  order.shipAddress.country.iso,
  JSON.stringify(order.shipAddress),
  JSON.stringify(order.billAddress),
];

function toLines({ id, order, inventoryUnits }: Node) {
  const kinds = new Map<string, Unit[]>();
  for (const unit of inventoryUnits) kinds.set(unit.variant.id, [...(kinds.get(unit.variant.id) ?? []), unit]);
  return [...kinds.values()].map(units => {
    const { variant } = units[0] as Unit;
    const { name, _brand: brand } = variant.product;
    const { number, parser } = variant.tradeId;
    const title = name[order.locale] ?? name.en;
    const [quantity, available] = [units.length, units.filter(isAvailable).length];
    return [id, variant.id, variant.sku, number, parser, title, brand.name ?? null, quantity, available, variant.price];
  });
}

const stage = `
  CREATE TEMP TABLE staged (shipment text, order_id text, number text, shipment_number text, state text, status text, total numeric, placed_at timestamptz,
    customer text, email text, locale text, city text, country text, shipping jsonb, billing jsonb) ON COMMIT DROP;
  CREATE TEMP TABLE staged_lines (shipment text, variant text, sku text, gtin text, gtin_type text, title text, brand text, quantity int, available int,
    price numeric) ON COMMIT DROP`;
const upsertOrders = `
  INSERT INTO orders (store_id, external_shipment_id, external_order_id, number, shipment_number, shipment_state, status, total, currency, placed_at,
    customer_name, customer_email, customer_locale, shipping_city, shipping_country, shipping_address, billing_address)
  SELECT $1, shipment, order_id, number, shipment_number, state, status::"OrderStatus", total, 'EUR', placed_at, customer, email, locale, city, country,
    shipping, billing FROM staged
  ON CONFLICT (store_id, external_shipment_id) DO UPDATE SET number = excluded.number, shipment_state = excluded.shipment_state,
    status = excluded.status, total = excluded.total, shipping_address = excluded.shipping_address, billing_address = excluded.billing_address`;
const upsertLines = `
  INSERT INTO order_lines (store_id, order_id, external_variant_id, sku, gtin, gtin_type, title, brand, quantity, quantity_available, price, currency)
  SELECT $1, o.id, variant, sku, gtin, gtin_type, title, brand, quantity, available, l.price, 'EUR'
  FROM staged_lines l JOIN orders o ON o.store_id = $1 AND o.external_shipment_id = l.shipment
  ON CONFLICT (order_id, external_variant_id) DO UPDATE SET title = excluded.title, quantity = excluded.quantity,
    quantity_available = excluded.quantity_available, price = excluded.price`;

/** Counts a shop's shipments by ids, fetches the same pages as we, copies them into tables without an index and writes orders and lines in one statement each: in seconds. */
export async function copyOrders(databaseUrl: string, storeId: number, letzshop: URL, since: Date): Promise<number> {
  return withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const began = performance.now();
    let total = 0;
    for await (const nodes of listPages(letzshop, cheap)) total += nodes.length;
    await client.query(`BEGIN; ${stage}`);
    const isNew = ({ order }: Node) => new Date(order.completedAt) >= since;
    for await (const nodes of listPages(letzshop, full)) {
      const wanted = nodes.filter(isNew);
      await copyRows(client, "staged", wanted.map(toOrder));
      await copyRows(client, "staged_lines", wanted.flatMap(toLines));
    }
    await client.query(upsertOrders, [storeId]);
    await client.query(upsertLines, [storeId]);
    await client.query("COMMIT");
    if (total === 0) throw new Error("The shop is empty.");
    return (performance.now() - began) / 1000;
  });
}
