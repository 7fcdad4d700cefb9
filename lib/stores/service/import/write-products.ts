import type { Tx } from "@/lib/platform/db";
import type { Change } from "@/lib/platform/flow/counts";
import { lastOfEach } from "@/lib/platform/flow/write-sound-rows";
import type { FeedProduct } from "../../client/feed/product";
import type { FeedLanguage } from "../../schema";
import { type Reading, speakFor } from "./seen";

/** What holds where a feed is silent. */
export type FeedDefaults = { defaultTaxRate: number; deliveryMethod: string; preorderDays: number };

type Target = Reading & { language: FeedLanguage; defaults: FeedDefaults; isNoted: boolean };

/** A list of products as one list a column: Postgres takes arrays apart in half the time that JSON needs. */
function toColumns(products: readonly FeedProduct[], defaults: FeedDefaults) {
  const column = <T>(read: (product: FeedProduct) => T): T[] => products.map(read);
  return {
    id: column(({ id }) => id),
    price: column(({ price }) => price.amount),
    salePrice: column(({ salePrice }) => salePrice?.amount ?? null),
    currency: column(({ price }) => price.currency),
    availability: column(({ availability }) => availability),
    gtin: column(({ gtin }) => gtin),
    brand: column(({ brand }) => brand),
    productType: column(({ productType }) => productType),
    itemGroupId: column(({ itemGroupId }) => itemGroupId),
    imageLink: column(({ imageLink }) => imageLink),
    link: column(({ link }) => link),
    quantity: column(({ quantity }) => quantity),
    taxRate: column(({ taxRate }) => taxRate ?? defaults.defaultTaxRate),
    deliveryMethod: column(({ deliveryMethod }) => deliveryMethod ?? defaults.deliveryMethod),
    preorderDays: column(({ preorderDays }) => preorderDays ?? defaults.preorderDays),
  };
}

type Written = { ids: number[] | null; external: string[] | null; isNew: boolean[] | null };

// Answers come as arrays in one row: a row for each product costs more to read than to write.
const upsertProducts = (tx: Tx, storeId: number, rows: ReturnType<typeof toColumns>) => tx.$queryRaw<Written[]>`
  WITH written AS (INSERT INTO products AS p (store_id, external_id, price, sale_price, currency, availability, gtin, brand, product_type, item_group_id,
    image_link, link, quantity, tax_rate, delivery_method, preorder_days)
  SELECT ${storeId}, r.* FROM unnest(${rows.id}::text[], ${rows.price}::numeric[], ${rows.salePrice}::numeric[], ${rows.currency}::text[],
    ${rows.availability}::text[], ${rows.gtin}::text[], ${rows.brand}::text[], ${rows.productType}::text[], ${rows.itemGroupId}::text[],
    ${rows.imageLink}::text[], ${rows.link}::text[], ${rows.quantity}::int[], ${rows.taxRate}::numeric[], ${rows.deliveryMethod}::text[],
    ${rows.preorderDays}::int[]) AS r
  ON CONFLICT (store_id, external_id) DO UPDATE SET price = excluded.price, sale_price = excluded.sale_price, currency = excluded.currency,
    availability = excluded.availability, gtin = excluded.gtin, brand = excluded.brand, product_type = excluded.product_type,
    item_group_id = excluded.item_group_id, image_link = excluded.image_link, link = excluded.link, quantity = excluded.quantity,
    tax_rate = excluded.tax_rate, delivery_method = excluded.delivery_method, preorder_days = excluded.preorder_days, updated_at = now(), gone_at = NULL
  WHERE p.gone_at IS NOT NULL OR (p.price, p.sale_price, p.currency, p.availability, p.gtin, p.brand, p.product_type, p.item_group_id, p.image_link, p.link, p.quantity, p.tax_rate,
      p.delivery_method, p.preorder_days)
    IS DISTINCT FROM (excluded.price, excluded.sale_price, excluded.currency, excluded.availability, excluded.gtin, excluded.brand, excluded.product_type,
      excluded.item_group_id, excluded.image_link, excluded.link, excluded.quantity, excluded.tax_rate, excluded.delivery_method, excluded.preorder_days)
  RETURNING p.id, p.external_id, p.xmax = 0 AS is_new)
  SELECT array_agg(id) AS ids, array_agg(external_id) AS external, array_agg(is_new) AS "isNew" FROM written`;

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

async function upsertTexts(
  tx: Tx,
  { storeId, language }: Target,
  products: readonly FeedProduct[],
  ids: ReadonlyMap<string, number>,
): Promise<Change[]> {
  const own = products.map(({ id }) => ids.get(id) ?? null);
  const titles = products.map(({ title }) => title);
  const descriptions = products.map(({ description }) => description);
  const [changed] = await tx.$queryRaw<{ ids: number[] | null }[]>`
    WITH written AS (INSERT INTO product_texts AS t (product_id, store_id, language, title, description)
    SELECT r.id, ${storeId}, ${language}, r.title, r.description
    FROM unnest(${own}::int[], ${titles}::text[], ${descriptions}::text[]) AS r(id, title, description)
    ON CONFLICT (product_id, language) DO UPDATE SET title = excluded.title, description = excluded.description
    WHERE (t.title, t.description) IS DISTINCT FROM (excluded.title, excluded.description)
    RETURNING t.product_id AS id)
    SELECT array_agg(id) AS ids FROM written`;
  const isChanged = new Set(changed?.ids);
  return products.filter(({ id }) => isChanged.has(ids.get(id) ?? 0)).map(({ id }) => ({ id, isNew: false }));
}

/** Writes the products for which this feed speaks; answers our ids of those that are new or changed, and which they are. */
async function writeSpoken(tx: Tx, target: Target, products: readonly FeedProduct[]) {
  const ids = new Map<string, number>();
  if (products.length === 0) return { ids, changes: [] };
  const [written] = await upsertProducts(tx, target.storeId, toColumns(products, target.defaults));
  const changes = (written?.external ?? []).map((id, at): Change => {
    ids.set(id, written?.ids?.[at] ?? 0);
    return { id, isNew: written?.isNew?.[at] ?? false };
  });
  return { ids, changes };
}

/**
 * Writes rows in one statement per table, keyed by the feed's ids (the last row of an id counts); one that has not changed is left alone and
 * not told, and one that has gone comes back. Where another feed speaks for a product, this one gives its texts only.
 */
export async function writeProducts(tx: Tx, target: Target, products: readonly FeedProduct[]): Promise<Change[]> {
  const last = lastOfEach(products, product => product.id);
  const named = last.map(({ id }) => id);
  const spoken = target.isNoted ? await speakFor(tx, target, named) : new Set(named);
  const { ids, changes } = await writeSpoken(
    tx,
    target,
    last.filter(({ id }) => spoken.has(id)),
  );
  const others = named.filter(id => !ids.has(id));
  if (others.length > 0) for (const [external, id] of await findIds(tx, target.storeId, others)) ids.set(external, id);
  return [...changes, ...(await upsertTexts(tx, target, last, ids))];
}
