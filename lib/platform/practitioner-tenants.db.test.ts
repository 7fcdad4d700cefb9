import { beforeAll, expect, test } from "vitest";
import { Prisma, type Scope, transaction } from "./db";
import { addPractitioner, type PractitionerRows, practitionerRowOf } from "./testing/practitioner-tables";
import { listTenantTables, type TenantTable } from "./testing/tenant-tables";

const [own, foreign] = [8001, 8002];
const scope = { practitioner: own };
let ownRows: PractitionerRows;
let foreignRows: PractitionerRows;
let tables: TenantTable[];

const name = (identifier: string) => Prisma.raw(`"${identifier}"`);
const keyOf = ({ owner }: TenantTable, of: PractitionerRows) =>
  owner === "onboarding_id" ? of.onboarding : of.practitioner;
const isOf = (table: TenantTable, of: PractitionerRows) => Prisma.sql`${name(table.owner)} = ${keyOf(table, of)}`;
const eachTable = (check: (table: TenantTable) => Promise<unknown>) =>
  Promise.all(tables.map(async table => [table.name, await check(table)] as const)).then(Object.fromEntries);
const all = (value: unknown) => Object.fromEntries(tables.map(table => [table.name, value]));

const count = (within: Scope, table: TenantTable, of: PractitionerRows) =>
  transaction(within, async tx => {
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM ${name(table.name)} WHERE ${isOf(table, of)}`;
    return row?.count;
  });

/** Runs one statement in the practitioner's scope and takes it back; how many rows it hit, or what kept it from doing so. */
async function attempt(statement: Prisma.Sql): Promise<number | string> {
  let hit = -1;
  const undo = new Error("taken back");
  return transaction(scope, async tx => {
    hit = await tx.$executeRaw(statement);
    throw undo;
  }).catch((error: unknown) => {
    if (error === undo) return hit;
    return /row-level security|permission denied/.test(String(error)) ? "refused" : String(error);
  });
}

beforeAll(async () => {
  const found = await transaction("system", tx =>
    listTenantTables(tx, { table: "practitioners", column: "practitioner_id" }),
  );
  // What hangs on a run of a store's says itself that it is the store's.
  tables = found.filter(({ policies }) => !policies[1]?.includes("USING (store_id = current_store_id())"));
  ownRows = await transaction("system", tx => addPractitioner(tx, own));
  foreignRows = await transaction("system", tx => addPractitioner(tx, foreign));
});

test("bar 24: every table of a practitioner is known, and row-level security is forced on each with its two policies", () => {
  expect(tables.map(table => table.name)).toEqual(Object.keys(practitionerRowOf).sort());
  for (const { name: table, owner, enabled, forced, policies } of tables) {
    expect([enabled, forced, policies.length, policies[0]], table).toEqual([
      true,
      true,
      2,
      "system {gangway_system} USING true CHECK true",
    ]);
    const rule = owner === "onboarding_id" ? "EXISTS ( SELECT" : `(${owner} = current_practitioner_id())`;
    expect(policies[1]?.split(rule), table).toHaveLength(3);
  }
});

test("bar 24: a practitioner sees and changes their own rows and nobody else's; a store sees none", async () => {
  expect(await eachTable(table => count(scope, table, ownRows))).toEqual(all(1));
  expect(await eachTable(table => count(scope, table, foreignRows))).toEqual(all(0));
  expect(await eachTable(table => count({ store: own }, table, ownRows))).toEqual(all(0));
  expect(await eachTable(table => count("system", table, foreignRows))).toEqual(all(1));
  const writes = (table: TenantTable) => [
    Prisma.sql`UPDATE ${name(table.name)} SET ${name(table.owner)} = ${name(table.owner)} WHERE ${isOf(table, foreignRows)}`,
    Prisma.sql`DELETE FROM ${name(table.name)} WHERE ${isOf(table, foreignRows)}`,
  ];
  // Of the calling system's own tables a tenant may write no more than the end of the wizard.
  const told = ["practitioners", "call_transcripts", "call_outcomes", "practitioner_insights"];
  const nothing = { ...all([0, 0]), ...Object.fromEntries(told.map(table => [table, ["refused", "refused"]])) };
  expect(await eachTable(table => Promise.all(writes(table).map(attempt)))).toEqual(nothing);
});

test("bar 24: no row can be written for somebody else, or handed over", async () => {
  const fresh = { practitioner: foreign, onboarding: foreignRows.onboarding };
  expect(await eachTable(table => attempt(practitionerRowOf[table.name]?.(fresh) ?? Prisma.empty))).toEqual(
    all("refused"),
  );
  const handOver = (table: TenantTable) =>
    attempt(
      Prisma.sql`UPDATE ${name(table.name)} SET ${name(table.owner)} = ${keyOf(table, foreignRows)} WHERE ${isOf(table, ownRows)}`,
    );
  expect(await eachTable(handOver)).toEqual(all("refused"));
});

test("003: what the calling system told cannot be changed by the practitioner's own transactions", async () => {
  const change = (column: string) =>
    attempt(Prisma.sql`UPDATE practitioners SET ${name(column)} = ${name(column)} WHERE id = ${own}`);
  const columns = await transaction(
    "system",
    tx => tx.$queryRaw<{ column: string }[]>`
      SELECT column_name::text AS column FROM information_schema.columns WHERE table_name = 'practitioners'`,
  );
  const written: string[] = [];
  for (const { column } of columns) if ((await change(column)) !== "refused") written.push(column);
  expect(written.sort()).toEqual(["crm_onboarding_completed", "crm_onboarding_completed_date"]);
});
