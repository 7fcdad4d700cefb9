import type { Tx } from "@/lib/platform/db";
import type { FeedProduct } from "../../client/feed/product";
import type { FeedLanguage } from "../../schema";
import type { Change } from "./counts";
import { lastOfEach } from "./write-sound-rows";

/** What holds where a feed is silent. */
export type FeedDefaults = { defaultTaxRate: number; deliveryMethod: string; preorderDays: number };

const toRow = (product: FeedProduct, defaults: FeedDefaults) => ({
  id: product.id,
  title: product.title,
  description: product.description,
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

type Rows = { storeId: number; language: FeedLanguage; json: string };

const upsertProducts = (tx: Tx, { storeId, json }: Rows) => tx.$queryRaw<Change[]>`
  INSERT INTO products AS p (store_id, external_id, price, sale_price, currency, availability, gtin, brand, product_type, item_group_id, image_link, link,
    quantity, tax_rate, delivery_method, preorder_days)
  SELECT ${storeId}, r.id, r.price, r.sale_price, r.currency, r.availability, r.gtin, r.brand, r.product_type, r.item_group_id, r.image_link, r.link,
    r.quantity, r.tax_rate, r.delivery_method, r.preorder_days
  FROM jsonb_to_recordset(${json}::jsonb) AS r(id text, price numeric, sale_price numeric, currency text, availability text, gtin text, brand text,
    product_type text, item_group_id text, image_link text, link text, quantity int, tax_rate numeric, delivery_method text, preorder_days int)
  ON CONFLICT (store_id, external_id) DO UPDATE SET price = excluded.price, sale_price = excluded.sale_price, currency = excluded.currency,
    availability = excluded.availability, gtin = excluded.gtin, brand = excluded.brand, product_type = excluded.product_type,
    item_group_id = excluded.item_group_id, image_link = excluded.image_link, link = excluded.link, quantity = excluded.quantity,
    tax_rate = excluded.tax_rate, delivery_method = excluded.delivery_method, preorder_days = excluded.preorder_days, updated_at = now()
  WHERE (p.price, p.sale_price, p.currency, p.availability, p.gtin, p.brand, p.product_type, p.item_group_id, p.image_link, p.link, p.quantity, p.tax_rate,
      p.delivery_method, p.preorder_days)
    IS DISTINCT FROM (excluded.price, excluded.sale_price, excluded.currency, excluded.availability, excluded.gtin, excluded.brand, excluded.product_type,
      excluded.item_group_id, excluded.image_link, excluded.link, excluded.quantity, excluded.tax_rate, excluded.delivery_method, excluded.preorder_days)
  RETURNING p.external_id AS id, p.xmax = 0 AS "isNew"`;

const upsertTexts = (tx: Tx, { storeId, language, json }: Rows) => tx.$queryRaw<Change[]>`
  INSERT INTO product_texts AS t (product_id, store_id, language, title, description)
  SELECT p.id, ${storeId}, ${language}, r.title, r.description
  FROM jsonb_to_recordset(${json}::jsonb) AS r(id text, title text, description text)
  JOIN products p ON p.store_id = ${storeId} AND p.external_id = r.id
  ON CONFLICT (product_id, language) DO UPDATE SET title = excluded.title, description = excluded.description
  WHERE (t.title, t.description) IS DISTINCT FROM (excluded.title, excluded.description)
  RETURNING (SELECT p.external_id FROM products p WHERE p.id = t.product_id) AS id, false AS "isNew"`;

/** Writes rows in one statement per table, keyed by the feed's ids (the last row of an id counts); one that has not changed is left alone and not told. */
export async function writeProducts(
  tx: Tx,
  target: { storeId: number; language: FeedLanguage; defaults: FeedDefaults },
  products: readonly FeedProduct[],
): Promise<Change[]> {
  const { storeId, language, defaults } = target;
  const last = lastOfEach(products, product => product.id);
  const rows = { storeId, language, json: JSON.stringify(last.map(product => toRow(product, defaults))) };
  return [...(await upsertProducts(tx, rows)), ...(await upsertTexts(tx, rows))];
}
