import { Prisma, type Tx } from "../db";

/** A table whose rows belong to a tenant (a store, a practitioner, an agent's account, a member or a customer), and what the catalogue says of its protection. */
export type TenantTable = {
  name: string;
  /** The column that says whose row it is. */
  owner:
    | "store_id"
    | "practitioner_id"
    | "agent_user_id"
    | "user_id"
    | "member_id"
    | "customer_id"
    | "id"
    | "onboarding_id";
  enabled: boolean;
  forced: boolean;
  /** Policies as `name role USING … CHECK …`. */
  policies: string[];
};

/** A kind of tenant: its own table with its key there, and the columns by which others name it, the first that a table has. */
export type TenantKind = {
  table: "stores" | "practitioners" | "agent" | "member" | "customer";
  key: "id" | "user_id";
  column: "store_id" | "practitioner_id" | "agent_user_id" | "member_id" | "customer_id";
  otherColumn?: "user_id";
};
const stores: TenantKind = { table: "stores", key: "id", column: "store_id" };

/**
 * Every base table that carries the column of a tenant (stores, unless told otherwise), the tenants themselves, and whatever refers to one
 * of them by a foreign key: read from the catalogue, so that a new table is in the list without anybody thinking of it.
 */
export function listTenantTables(tx: Tx, kind: TenantKind = stores): Promise<TenantTable[]> {
  const { table, key, column, otherColumn = null } = kind;
  return tx.$queryRaw<TenantTable[]>`
    WITH RECURSIVE tenant(oid) AS (
      SELECT c.oid FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND (c.relname = ${table}
        OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = ${column} AND NOT a.attisdropped))
      UNION
      SELECT k.conrelid FROM pg_constraint k JOIN tenant ON k.confrelid = tenant.oid WHERE k.contype = 'f'
    )
    SELECT c.relname::text AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
      CASE WHEN c.relname = ${table} THEN ${key}
        ELSE coalesce((SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attname IN (${column}, ${otherColumn}) AND NOT a.attisdropped
          ORDER BY a.attname = ${column} DESC LIMIT 1), 'onboarding_id') END AS owner,
      coalesce((SELECT array_agg(p.polname || ' ' || p.polroles::regrole[]::text || ' USING ' || coalesce(pg_get_expr(p.polqual, c.oid), '-')
        || ' CHECK ' || coalesce(pg_get_expr(p.polwithcheck, c.oid), '-') ORDER BY p.polname) FROM pg_policy p WHERE p.polrelid = c.oid), '{}') AS policies
    FROM tenant JOIN pg_class c USING (oid) ORDER BY 1`;
}

/** What one store's row of each table needs to know of the rows before it. */
export type StoreRows = {
  store: number;
  user: number;
  onboarding: number;
  run: number;
  order: number;
  product: number;
};

/** One statement per table that makes a row of a store; a tenant table without an entry fails the test. */
export const rowOf: Record<string, (of: StoreRows) => Prisma.Sql> = {
  stores: ({ store }) => Prisma.sql`
    INSERT INTO stores (id, code, name, owner_name, email, phone_number)
    VALUES (${store}, ${`STORE${store}`}, ${`Store ${store}`}, 'Owner', ${`owner${store}@example.com`}, ${`+35262100${store}`})`,
  user_roles: ({ store, user }) =>
    Prisma.sql`INSERT INTO user_roles (user_id, role, store_id) VALUES (${user}, 'store', ${store})`,
  session: ({ store, user }) => Prisma.sql`
    INSERT INTO session (id, user_id, store_id, expires_at) VALUES (${`session-${store}-${Math.random()}`}, ${user}, ${store}, now() + interval '1 day')`,
  otp_challenge: ({ store }) => Prisma.sql`
    INSERT INTO otp_challenge (id, purpose, channel, identifier, store_id, code_hash, browser_hash, resend_at, expires_at)
    VALUES (${`challenge-${store}-${Math.random()}`}, 'signup', 'sms', ${`+35262100${store}`}, ${store}, 'hash', 'browser', now(), now())`,
  onboarding: ({ store, onboarding }) =>
    Prisma.sql`INSERT INTO onboarding (id, kind, store_id) VALUES (${onboarding}, 'store', ${store})`,
  onboarding_step: ({ onboarding }) => Prisma.sql`
    INSERT INTO onboarding_step (onboarding_id, step, position) SELECT ${onboarding}, name, place FROM unnest(ARRAY[
      'merchant_profile', 'letzshop_api', 'product_import', 'order_sync']) WITH ORDINALITY AS steps(name, place)`,
  onboarding_run: ({ onboarding, run }) => Prisma.sql`
    INSERT INTO onboarding_run (id, onboarding_id, number, trigger) VALUES (${run}, ${onboarding}, 1, 'owner')`,
  store_profile: ({ store }) => Prisma.sql`
    INSERT INTO store_profile (store_id, merchant_name, contact_email, default_language, dashboard_language, updated_at)
    VALUES (${store}, 'Merchant', 'm@example.com', 'fr', 'fr', now())`,
  letzshop_credential: ({ store }) => Prisma.sql`
    INSERT INTO letzshop_credential (store_id, api_key, last_four, shop_slug, shop_name, shop_id, tested_at, updated_at)
    VALUES (${store}, 'sealed', 'four', 'shop', 'Shop', 'shop-1', now(), now())`,
  store_product_import: ({ store }) => Prisma.sql`
    INSERT INTO store_product_import (store_id, csv_url_fr, default_tax_rate, delivery_method, preorder_days, updated_at)
    VALUES (${store}, 'https://example.com/fr.csv', 17, 'nationwide', 0, now())`,
  store_import: ({ store, run }) => Prisma.sql`
    INSERT INTO store_import (run_id, store_id, days_back, include_products, since) VALUES (${run}, ${store}, 90, true, now())`,
  import_issue: ({ store, run }) => Prisma.sql`
    INSERT INTO import_issue (store_id, run_id, step, source, code, message) VALUES (${store}, ${run}, 'orders', 'shipment', 'code', 'message')`,
  import_bad_rows: ({ store, run }) => Prisma.sql`
    INSERT INTO import_bad_rows (store_id, run_id, source, line, count, content) VALUES (${store}, ${run}, 'fr', 2, 1, '\\x00')`,
  product_seen: ({ store, run }) =>
    Prisma.sql`INSERT INTO product_seen (store_id, run_id, external_id) VALUES (${store}, ${run}, 'product')`,
  orders: ({ store, order }) => Prisma.sql`
    INSERT INTO orders (id, store_id, external_shipment_id, external_order_id, number, shipment_state, status, total, currency, customer_name)
    VALUES (${order}, ${store}, 'shipment', 'order', 'R1', 'shipped', 'processing', 12.5, 'EUR', 'Customer')`,
  order_lines: ({ store, order }) => Prisma.sql`
    INSERT INTO order_lines (store_id, order_id, external_variant_id, title, quantity, quantity_available, price, currency)
    VALUES (${store}, ${order}, 'variant', 'Title', 1, 1, 12.5, 'EUR')`,
  products: ({ store, product }) => Prisma.sql`
    INSERT INTO products (id, store_id, external_id, price, currency, tax_rate, delivery_method, preorder_days)
    VALUES (${product}, ${store}, 'product', 12.5, 'EUR', 17, 'nationwide', 0)`,
  product_texts: ({ store, product }) => Prisma.sql`
    INSERT INTO product_texts (product_id, store_id, language, title) VALUES (${product}, ${store}, 'fr', 'Titre')`,
  missing_product: ({ store, product, run }) =>
    Prisma.sql`INSERT INTO missing_product (store_id, product_id, run_id) VALUES (${store}, ${product}, ${run})`,
  step_draft: ({ onboarding }) =>
    Prisma.sql`INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${onboarding}, 'merchant_profile', '{}', now())`,
  step_event: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_event (onboarding_id, step, event, code, kind, first_at, last_at)
    VALUES (${onboarding}, 'merchant_profile', 'seen', '', 'store', now(), now())`,
  prefill_decision: ({ onboarding }) => Prisma.sql`
    INSERT INTO prefill_decision (onboarding_id, step, field, source, told_at, is_guess, original, decision, decided_at)
    VALUES (${onboarding}, 'merchant_profile', 'contactEmail', 'signup', now(), false, 'm@example.com', 'kept', now())`,
  feedback: ({ onboarding }) => Prisma.sql`
    INSERT INTO feedback (kind, onboarding_id, dismissed_at, created_at, changed_at) VALUES ('store', ${onboarding}, now(), now(), now())`,
  reminder: ({ onboarding }) => Prisma.sql`
    INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
    VALUES (${onboarding}, 'store', now() - interval '3 days', 'merchant_profile', 'email', ${`hash-${onboarding}`}, now())`,
  notice: ({ store, user }) => Prisma.sql`
    INSERT INTO notice (user_id, store_id, kind, values, href, created_at) VALUES (${user}, ${store}, 'kind', '{}', '/', now())`,
  checklist_dismissal: ({ store, user }) =>
    Prisma.sql`INSERT INTO checklist_dismissal (user_id, store_id, dismissed_at) VALUES (${user}, ${store}, now())`,
  ready_request: ({ store, user, run }) => Prisma.sql`
    INSERT INTO ready_request (run_id, user_id, store_id, channel, created_at) VALUES (${run}, ${user}, ${store}, 'email', now())`,
};

/**
 * Makes a store with one row in every table, numbered so that a row that appears where it should not names its owner: the store's
 * number ten times, plus one for the run, two for the order, three for the product.
 */
export async function addStore(tx: Tx, store: number): Promise<StoreRows> {
  const { id: user } = await tx.user.create({ data: { phoneNumber: `+35262100${store}` }, select: { id: true } });
  const rows = {
    store,
    user,
    onboarding: store * 10,
    run: store * 10 + 1,
    order: store * 10 + 2,
    product: store * 10 + 3,
  };
  for (const insert of Object.values(rowOf)) await tx.$executeRaw(insert(rows));
  return rows;
}
