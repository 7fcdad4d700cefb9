import type { Tx } from "@/lib/platform/db";
import type { FeedProduct } from "../../client/feed/product";
import type { FeedLanguage } from "../../schema";
import type { Change } from "./counts";
import { type Reading, speakFor } from "./seen";
import { lastOfEach } from "./write-sound-rows";

/** What holds where a feed is silent. */
export type FeedDefaults = { defaultTaxRate: number; deliveryMethod: string; preorderDays: number };

type Target = Reading & { language: FeedLanguage; defaults: FeedDefaults };

const toRow = (product: FeedProduct, defaults: FeedDefaults) => ({
  id: product.id,
  price: product.price.amount,
  sale_price: product.salePrice?.amount ?? null,
  currency: product.price.currency,
  availability: product.availability,
  gtin: product.gtin,
  brand: product.brand,
  product_type: product.productType,
  item_group_id: product.itemGroupId,
  image_link: product.imageLink,
  link: product.link,
  quantity: product.quantity,
  tax_rate: product.taxRate ?? defaults.defaultTaxRate,
  delivery_method: product.deliveryMethod ?? defaults.deliveryMethod,
  preorder_days: product.preorderDays ?? defaults.preorderDays,
});

// Answers come as arrays in one row: a row for each product costs more to read than to write.
const upsertProducts = (tx: Tx, storeId: number, json: string) => tx.$queryRaw<{ made: string[]; changed: string[] }[]>`
  WITH written AS (INSERT INTO products AS p (store_id, external_id, price, sale_price, currency, availability, gtin, brand, product_type, item_group_id, image_link, link,
    quantity, tax_rate, delivery_method, preorder_days)
  SELECT ${storeId}, r.id, r.price, r.sale_price, r.currency, r.availability, r.gtin, r.brand, r.product_type, r.item_group_id, r.image_link, r.link,
    r.quantity, r.tax_rate, r.delivery_method, r.preorder_days
  FROM jsonb_to_recordset(${json}::jsonb) AS r(id text, price numeric, sale_price numeric, currency text, availability text, gtin text, brand text,
    product_type text, item_group_id text, image_link text, link text, quantity int, tax_rate numeric, delivery_method text, preorder_days int)
  ON CONFLICT (store_id, external_id) DO UPDATE SET price = excluded.price, sale_price = excluded.sale_price, currency = excluded.currency,
    availability = excluded.availability, gtin = excluded.gtin, brand = excluded.brand, product_type = excluded.product_type,
    item_group_id = excluded.item_group_id, image_link = excluded.image_link, link = excluded.link, quantity = excluded.quantity,
    tax_rate = excluded.tax_rate, delivery_method = excluded.delivery_method, preorder_days = excluded.preorder_days, updated_at = now(), gone_at = NULL
  WHERE p.gone_at IS NOT NULL OR (p.price, p.sale_price, p.currency, p.availability, p.gtin, p.brand, p.product_type, p.item_group_id, p.image_link, p.link, p.quantity, p.tax_rate,
      p.delivery_method, p.preorder_days)
    IS DISTINCT FROM (excluded.price, excluded.sale_price, excluded.currency, excluded.availability, excluded.gtin, excluded.brand, excluded.product_type,
      excluded.item_group_id, excluded.image_link, excluded.link, excluded.quantity, excluded.tax_rate, excluded.delivery_method, excluded.preorder_days)
  RETURNING p.external_id AS id, p.xmax = 0 AS is_new)
  SELECT coalesce(array_agg(id) FILTER (WHERE is_new), '{}') AS made, coalesce(array_agg(id) FILTER (WHERE NOT is_new), '{}') AS changed FROM written`;

/**
 * Our ids of products by theirs. Planned anew: a plan from when there were no products would go through all of them for each page. (No other
 * index of products begins with the store, for the planner would take that one for a store that it knows nothing of.)
 */
async function findIds(tx: Tx, storeId: number, externalIds: readonly string[]): Promise<Map<string, number>> {
  await tx.$executeRaw`SET LOCAL plan_cache_mode = force_custom_plan`;
  const [found] = await tx.$queryRaw<{ ids: number[] | null; external: string[] | null }[]>`
    SELECT array_agg(id) AS ids, array_agg(external_id) AS external FROM products
    WHERE store_id = ${storeId} AND external_id = ANY(${[...externalIds]}::text[])`;
  await tx.$executeRaw`SET LOCAL plan_cache_mode = auto`;
  const ids = found?.ids ?? [];
  return new Map(found?.external?.map((external, at) => [external, ids[at] ?? 0]));
}

async function upsertTexts(tx: Tx, { storeId, language }: Target, products: readonly FeedProduct[]): Promise<Change[]> {
  const ids = await findIds(
    tx,
    storeId,
    products.map(product => product.id),
  );
  const rows = products.map(({ id, title, description }) => ({ product_id: ids.get(id), title, description }));
  const [changed] = await tx.$queryRaw<{ ids: number[] | null }[]>`
    WITH written AS (INSERT INTO product_texts AS t (product_id, store_id, language, title, description)
    SELECT r.product_id, ${storeId}, ${language}, r.title, r.description
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(product_id int, title text, description text)
    ON CONFLICT (product_id, language) DO UPDATE SET title = excluded.title, description = excluded.description
    WHERE (t.title, t.description) IS DISTINCT FROM (excluded.title, excluded.description)
    RETURNING t.product_id AS id)
    SELECT array_agg(id) AS ids FROM written`;
  const isChanged = new Set(changed?.ids);
  return products.filter(({ id }) => isChanged.has(ids.get(id) ?? 0)).map(({ id }) => ({ id, isNew: false }));
}

/**
 * Writes rows in one statement per table, keyed by the feed's ids (the last row of an id counts); one that has not changed is left alone and
 * not told, and one that has gone comes back. Where another feed speaks for a product, this one gives its texts only.
 */
export async function writeProducts(tx: Tx, target: Target, products: readonly FeedProduct[]): Promise<Change[]> {
  const last = lastOfEach(products, product => product.id);
  const spoken = await speakFor(
    tx,
    target,
    last.map(product => product.id),
  );
  const rows = last.filter(({ id }) => spoken.has(id)).map(product => toRow(product, target.defaults));
  const [written] = rows.length > 0 ? await upsertProducts(tx, target.storeId, JSON.stringify(rows)) : [];
  const made = written?.made.map(id => ({ id, isNew: true })) ?? [];
  const changed = written?.changed.map(id => ({ id, isNew: false })) ?? [];
  return [...made, ...changed, ...(await upsertTexts(tx, target, last))];
}
