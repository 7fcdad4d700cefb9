import { Prisma, type Tx } from "@/lib/platform/db";
import type { Person, PersonalTable } from "@/lib/platform/rights/personal-table";
import type { Subject } from "@/lib/platform/rights/queries";

const isOwned = (id: number) => Prisma.sql`t.owner_id = ${id}`;

// Nobody else may enter it: without this person it is nobody's.
const isTheirsAlone = (id: number) => Prisma.sql`
  (t.owner_id = ${id} OR (t.owner_id IS NULL AND EXISTS (SELECT FROM user_roles r WHERE r.store_id = t.id AND r.user_id = ${id})))
  AND NOT EXISTS (SELECT FROM user_roles r WHERE r.store_id = t.id AND r.user_id <> ${id})`;

const ofOwner = ({ id }: Person) => Prisma.sql`t.store_id IN (SELECT t.id FROM stores t WHERE ${isOwned(id)})`;

// A store of several people goes to the one who came first of the others.
const eraseStores = ({ id, phoneNumber }: Person) => Prisma.sql`
  WITH heirs AS (
    SELECT DISTINCT ON (r.store_id) r.store_id, u.id, u.name, u.email, u.phone_number
    FROM user_roles r JOIN "user" u ON u.id = r.user_id WHERE r.store_id IS NOT NULL AND u.id <> ${id} ORDER BY r.store_id, r.id
  ), handed_over AS (
    UPDATE stores t SET owner_id = heirs.id, owner_name = coalesce(heirs.name, t.name), email = coalesce(heirs.email, ''),
      phone_number = coalesce(heirs.phone_number, '')
    FROM heirs WHERE heirs.store_id = t.id AND ${isOwned(id)}
  )
  DELETE FROM stores t WHERE ${isTheirsAlone(id)} OR (t.owner_id IS NULL AND t.verified_at IS NULL AND t.phone_number = ${phoneNumber})`;

/** The stores that are this person's alone. */
export async function listSoleStores(tx: Tx, userId: number): Promise<Subject[]> {
  const rows = await tx.$queryRaw<{ id: number }[]>`SELECT t.id FROM stores t WHERE ${isTheirsAlone(userId)}`;
  return rows.map(({ id }) => ({ kind: "store", id }));
}

const withStore = "goes with the store";
const ofTheShop = "the shop's own, and its pages export it";
const shopsOwn = (table: string): PersonalTable => ({ table, rows: ofTheShop, erase: withStore });

const ofSole = ({ id }: Person) => Prisma.sql`t.store_id IN (SELECT t.id FROM stores t WHERE ${isTheirsAlone(id)})`;
// All at once before their store: one by one, as foreign keys would have it, a hundred thousand take too long.
const first = (table: string, erase: PersonalTable["erase"]): PersonalTable => ({ table, rows: ofTheShop, erase });

/** What stores keep of people: who owns them and what they answered. A store that nobody else may enter goes with its owner, and all that it has. */
export const storeTables: readonly PersonalTable[] = [
  {
    table: "store_profile",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM store_profile t WHERE ${ofOwner(of)}`,
    erase: withStore,
  },
  {
    table: "letzshop_credential",
    rows: of => Prisma.sql`SELECT to_jsonb(t) - 'api_key' AS row FROM letzshop_credential t WHERE ${ofOwner(of)}`,
    erase: withStore,
  },
  {
    table: "store_product_import",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM store_product_import t WHERE ${ofOwner(of)}`,
    erase: withStore,
  },
  {
    table: "store_import",
    rows: of => Prisma.sql`SELECT to_jsonb(t) AS row FROM store_import t WHERE ${ofOwner(of)} ORDER BY t.run_id`,
    erase: withStore,
  },
  {
    table: "checklist_dismissal",
    rows: ({ id }) => Prisma.sql`SELECT to_jsonb(t) AS row FROM checklist_dismissal t WHERE t.user_id = ${id}`,
    erase: "goes with the account",
  },
  ...["import_issue", "import_bad_rows", "missing_product"].map(shopsOwn),
  first("product_seen", of => Prisma.sql`DELETE FROM product_seen t WHERE ${ofSole(of)}`),
  first("product_texts", of => Prisma.sql`DELETE FROM product_texts t WHERE ${ofSole(of)}`),
  first("products", of => Prisma.sql`DELETE FROM products t WHERE ${ofSole(of)}`),
  first("order_lines", of => Prisma.sql`DELETE FROM order_lines t WHERE ${ofSole(of)}`),
  first("orders", of => Prisma.sql`DELETE FROM orders t WHERE ${ofSole(of)}`),
  {
    table: "stores",
    rows: ({ id }) => Prisma.sql`SELECT to_jsonb(t) AS row FROM stores t WHERE ${isOwned(id)} ORDER BY t.id`,
    erase: eraseStores,
  },
];
