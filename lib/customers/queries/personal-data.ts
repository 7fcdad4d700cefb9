import { Prisma } from "@/lib/platform/db";
import type { Person, PersonalTable } from "@/lib/platform/rights/personal-table";

// An admin may type any address: only one that a code has confirmed is theirs.
const isContact = ({ id }: Pick<Person, "id">) => Prisma.sql`
  t.contact_email = (SELECT lower(u.email) FROM "user" u WHERE u.id = ${id} AND u.email_confirmed)`;

const hangsOn = { rows: "tells of a company's workflows, and of nobody", erase: "goes with its customer" };

const isAsked = ({ id }: Pick<Person, "id">) => Prisma.sql`
  t.email = (SELECT lower(u.email) FROM "user" u WHERE u.id = ${id} AND u.email_confirmed)`;

/** What customers keep of a person: where they work, an address that was asked to, or that news are sent to. All else is of the company. */
export const customerTables: readonly PersonalTable[] = [
  { table: "zuora_credential", ...hangsOn },
  { table: "customer_run", ...hangsOn },
  { table: "workflow_export", ...hangsOn },
  { table: "workflow_task", ...hangsOn },
  { table: "workflow_linkage", ...hangsOn },
  { table: "workflow_change", ...hangsOn },
  { table: "workflow", ...hangsOn },
  { table: "customer_permission", rows: "says what roles may do, and names nobody", erase: "goes with its customer" },
  { table: "customer_widget", rows: "says what roles see, and names nobody", erase: "goes with its customer" },
  { table: "customer_access_check", rows: "tells of a test, and names nobody", erase: "goes with its customer" },
  {
    table: "customer_invite",
    rows: of => Prisma.sql`
      SELECT to_jsonb(t) - '{token_hash,invited_by_id}'::text[] AS row FROM customer_invite t WHERE ${isAsked(of)} ORDER BY t.id`,
    erase: of => Prisma.sql`DELETE FROM customer_invite t WHERE ${isAsked(of)}`,
  },
  {
    table: "customer_user",
    rows: ({ id }) => Prisma.sql`
      SELECT to_jsonb(t) - 'is_probe' AS row FROM customer_user t WHERE t.user_id = ${id} ORDER BY t.id`,
    erase: "goes with the account",
  },
  {
    table: "customer",
    rows: of => Prisma.sql`
      SELECT jsonb_build_object('id', t.id, 'name', t.name, 'contact_email', t.contact_email, 'notify_by', t.notify_by, 'created_at', t.created_at) AS row
      FROM customer t WHERE ${isContact(of)} ORDER BY t.id`,
    erase: of => Prisma.sql`UPDATE customer t SET contact_email = NULL, updated_at = app_now() WHERE ${isContact(of)}`,
  },
];
