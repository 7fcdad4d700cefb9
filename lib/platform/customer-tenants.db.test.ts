import { expect, test } from "vitest";
import { Prisma, type Tx, transaction } from "./db";
import { addCustomerRows, customerRowOf } from "./testing/customer-tables";
import { attemptIn, testWalls } from "./testing/tenant-walls";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

testWalls({
  who: "customer",
  ...{ table: "customer", key: "id", column: "customer_id", current: "current_customer_id()" },
  rowOf: customerRowOf,
  add: addCustomerRows,
  idOf: of => of.customer,
});

test("bars 24, 100: two customers have the same workflow of Zuora's, and nothing hangs on the other's", async () => {
  const [own, foreign] = await system(async tx => [await addCustomerRows(tx, 8101), await addCustomerRows(tx, 8102)]);
  const mixed = Prisma.sql`
    INSERT INTO workflow_task (workflow_id, zuora_id, customer_id, name, action_type)
    VALUES (${foreign.workflow}, '2', ${own.customer}, 'Mail', 'Email')`;
  expect(await attemptIn({ customer: own.customer }, mixed)).toMatch(/workflow_task_customer_id_workflow_id_fkey/);
  expect(await attemptIn("system", mixed)).toMatch(/workflow_task_customer_id_workflow_id_fkey/);
});

test("bar 24: a customer's own transactions read no token, no audit trail and no account", async () => {
  for (const table of ["zuora_token", "audit_entry", '"user"', "alert"])
    expect(await attemptIn({ customer: 8101 }, Prisma.sql`SELECT * FROM ${Prisma.raw(table)} LIMIT 1`), table).toBe(
      "refused",
    );
});
