import { Prisma, type Tx } from "../db";

/** What one customer's row of each table needs to know of the rows before it. */
export type CustomerRows = { customer: number; user: number; onboarding: number; run: number; workflow: number };

/** One statement per table that makes a row of a customer; a tenant table without an entry fails the test. */
export const customerRowOf: Record<string, (of: CustomerRows) => Prisma.Sql> = {
  customer: ({ customer }) => Prisma.sql`
    INSERT INTO customer (id, name, contact_email, created_at, updated_at)
    VALUES (${customer}, ${`Customer ${customer}`}, ${`customer${customer}@example.com`}, now(), now())`,
  onboarding: ({ customer, onboarding }) =>
    Prisma.sql`INSERT INTO onboarding (id, kind, customer_id) VALUES (${onboarding}, 'customer', ${customer})`,
  onboarding_step: ({ onboarding }) => Prisma.sql`
    INSERT INTO onboarding_step (onboarding_id, step, position) VALUES (${onboarding}, 'set_up', 0)`,
  onboarding_run: ({ onboarding, run }) => Prisma.sql`
    INSERT INTO onboarding_run (id, onboarding_id, number, trigger) VALUES (${run}, ${onboarding}, 1, 'created')`,
  step_draft: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${onboarding}, 'set_up', '{}', now())`,
  step_event: ({ onboarding }) => Prisma.sql`
    INSERT INTO step_event (onboarding_id, step, event, code, kind, first_at, last_at)
    VALUES (${onboarding}, 'set_up', 'seen', '', 'customer', now(), now())`,
  prefill_decision: ({ onboarding }) => Prisma.sql`
    INSERT INTO prefill_decision (onboarding_id, step, field, source, told_at, is_guess, original, decision, decided_at)
    VALUES (${onboarding}, 'set_up', 'name', 'admin', now(), false, 'Acme', 'kept', now())`,
  feedback: ({ onboarding }) => Prisma.sql`
    INSERT INTO feedback (kind, onboarding_id, dismissed_at, created_at, changed_at) VALUES ('customer', ${onboarding}, now(), now(), now())`,
  reminder: ({ onboarding }) => Prisma.sql`
    INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
    VALUES (${onboarding}, 'customer', now() - interval '3 days', 'set_up', 'email', ${`hash-c${onboarding}`}, now())`,
  notice: ({ customer, user }) => Prisma.sql`
    INSERT INTO notice (user_id, customer_id, kind, values, href, created_at) VALUES (${user}, ${customer}, 'kind', '{}', '/', now())`,
  zuora_credential: ({ customer }) => Prisma.sql`
    INSERT INTO zuora_credential (customer_id, base_url, client_id, client_secret, last_four, saved_at)
    VALUES (${customer}, 'https://rest.zuora.com', 'client', 'g1.sealed', 'four', now())`,
  customer_run: ({ customer, run }) =>
    Prisma.sql`INSERT INTO customer_run (run_id, customer_id) VALUES (${run}, ${customer})`,
  workflow: ({ customer, workflow, run }) => Prisma.sql`
    INSERT INTO workflow (id, customer_id, zuora_id, name, is_active, triggers, seen_run_id, first_seen_at, changed_at, synced_at)
    VALUES (${workflow}, ${customer}, '101', 'Dunning', true, '{}', ${run}, now(), now(), now())`,
  workflow_export: ({ customer, workflow }) => Prisma.sql`
    INSERT INTO workflow_export (workflow_id, customer_id, content) VALUES (${workflow}, ${customer}, 'g1.sealed')`,
  workflow_task: ({ customer, workflow }) => Prisma.sql`
    INSERT INTO workflow_task (workflow_id, zuora_id, customer_id, name, action_type) VALUES (${workflow}, '1', ${customer}, 'Mail', 'Email')`,
  workflow_linkage: ({ customer, workflow }) => Prisma.sql`
    INSERT INTO workflow_linkage (workflow_id, position, customer_id, to_task, type) VALUES (${workflow}, 0, ${customer}, '1', 'Start')`,
  workflow_change: ({ customer, run }) => Prisma.sql`
    INSERT INTO workflow_change (customer_id, run_id, zuora_id, name, change, fields, at)
    VALUES (${customer}, ${run}, '101', 'Dunning', 'added', '{}', now())`,
  customer_user: ({ customer, user }) => Prisma.sql`
    INSERT INTO customer_user (customer_id, user_id, role, joined_at) VALUES (${customer}, ${user}, 'manager', now())`,
  customer_invite: ({ customer }) => Prisma.sql`
    INSERT INTO customer_invite (customer_id, email, role, token_hash, created_at, sent_at, expires_at)
    VALUES (${customer}, 'new@example.com', 'viewer', encode(sha256(${`invite ${customer} ${Math.random()}`}::bytea), 'hex'), now(), now(), now())`,
  customer_permission: ({ customer }) => Prisma.sql`
    INSERT INTO customer_permission (customer_id, role, permission, is_allowed) VALUES (${customer}, 'viewer', 'workflows.read', true)`,
  customer_widget: ({ customer }) => Prisma.sql`
    INSERT INTO customer_widget (customer_id, role, widget, position) VALUES (${customer}, 'viewer', 'workflows', 0)`,
  customer_access_check: ({ customer }) => Prisma.sql`
    INSERT INTO customer_access_check (customer_id, role, permission, is_expected, is_granted, asked, status, at)
    VALUES (${customer}, 'viewer', 'workflows.read', true, true, 'GET /', 200, now())`,
};

/** Makes a customer with one row in every table, and whoever is told of it. */
export async function addCustomerRows(tx: Tx, customer: number): Promise<CustomerRows> {
  const phoneNumber = `+3526216${String(customer).padStart(5, "0")}`;
  const { id: user } = await tx.user.create({ data: { phoneNumber }, select: { id: true } });
  const first = 900_000 + customer * 10;
  const rows = { customer, user, onboarding: first, run: first + 1, workflow: first + 2 };
  for (const insert of Object.values(customerRowOf)) await tx.$executeRaw(insert(rows));
  return rows;
}
