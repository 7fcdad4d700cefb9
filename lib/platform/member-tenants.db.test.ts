import { expect, test } from "vitest";
import { Prisma, type Tx, transaction } from "./db";
import { addMemberRows, memberRowOf } from "./testing/member-tables";
import { attemptIn, testWalls } from "./testing/tenant-walls";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

testWalls({
  who: "member",
  ...{ table: "member", key: "id", column: "member_id", current: "current_member_id()" },
  rowOf: memberRowOf,
  add: addMemberRows,
  idOf: of => of.member,
  // What was done for a member is done by an act of ours; of these they read their own rows.
  toldTables: [
    ...["member", "member_subscription", "activation_log", "activation_timer"],
    ...["member_invite", "member_consent"],
  ],
});

test("bar 24: a member's own transactions change their details, and neither state, contract, plan nor log", async () => {
  const own = 8101;
  await system(tx => addMemberRows(tx, own));
  const change = (table: string, column: string) => {
    const [from, set] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)];
    const key = Prisma.raw(table === "member" ? "id" : "member_id");
    return attemptIn({ member: own }, Prisma.sql`UPDATE ${from} SET ${set} = ${set} WHERE ${key} = ${own}`);
  };
  const columns = await system(
    tx => tx.$queryRaw<{ table: string; column: string }[]>`
      SELECT table_name::text AS table, column_name::text AS column FROM information_schema.columns
      WHERE table_name IN ('member', 'member_subscription', 'activation_log', 'activation_timer', 'member_invite', 'member_consent')`,
  );
  expect(columns.length).toBeGreaterThan(40);
  const written: string[] = [];
  for (const { table, column } of columns)
    if ((await change(table, column)) !== "refused") written.push(`${table}.${column}`);
  const details = ["name", "dob", "gender", "email", "phone_number", "addr_line", "city", "addr_state", "pincode"];
  const others = ["govt_id_name", "govt_id", "govt_id_last_four", "nominee", "version", "updated_at"];
  expect(written.sort()).toEqual([...details, ...others].map(column => `member.${column}`).sort());
  for (const table of ["employer", "parent_subscription", "plan_subscription", "named_lock", "partner_account"])
    expect(await attemptIn({ member: own }, Prisma.sql`SELECT FROM ${Prisma.raw(table)}`), table).toBe("refused");
  for (const kept of ["activation_log", "member_consent"]) {
    const taken = Prisma.sql`DELETE FROM ${Prisma.raw(kept)} WHERE member_id = ${own}`;
    expect(await attemptIn("system", taken), `not even the system takes back from ${kept}`).toBe("refused");
  }
});
