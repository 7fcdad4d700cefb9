import { beforeAll, expect, test } from "vitest";
import { Prisma, type Scope, type Tx, transaction } from "../db";
import { listTenantTables, type TenantKind, type TenantTable } from "./tenant-tables";

/** A kind of tenant but a store: what its tables are, and how one of it is made. */
export type Walled<Rows extends { onboarding: number }> = TenantKind & {
  who: "practitioner" | "agent" | "member" | "customer";
  /** The function of the database that says whose transaction it is. */
  current: string;
  rowOf: Record<string, (of: Rows) => Prisma.Sql>;
  add: (tx: Tx, id: number) => Promise<Rows>;
  idOf: (of: Rows) => number;
  /** Tables that a tenant may only read. */
  toldTables?: readonly string[];
};

const name = (identifier: string) => Prisma.raw(`"${identifier}"`);

/** Runs one statement in a tenant's scope and takes it back; how many rows it hit, or what kept it from doing so. */
export async function attemptIn(scope: Scope, statement: Prisma.Sql): Promise<number | string> {
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

/** What hangs on a run of a store's says itself that it is the store's. */
const isStoresOwn = ({ policies }: TenantTable, current: string) =>
  policies[1]?.includes("store_id = current_store_id()") && !policies[1].includes(current);

/** Tests the walls between two tenants of a kind, in every table of theirs that the catalogue knows. */
export function testWalls<Rows extends { onboarding: number }>(walled: Walled<Rows>): void {
  const { who, current, rowOf, add, idOf, toldTables = [] } = walled;
  const [own, foreign] = [8001, 8002];
  const scope = { [who]: own } as Scope;
  let ownRows: Rows;
  let foreignRows: Rows;
  let tables: TenantTable[];

  const keyOf = ({ owner }: TenantTable, of: Rows) => (owner === "onboarding_id" ? of.onboarding : idOf(of));
  const isOf = (table: TenantTable, of: Rows) => Prisma.sql`${name(table.owner)} = ${keyOf(table, of)}`;
  const eachTable = (check: (table: TenantTable) => Promise<unknown>) =>
    Promise.all(tables.map(async table => [table.name, await check(table)] as const)).then(Object.fromEntries);
  const all = (value: unknown) => Object.fromEntries(tables.map(table => [table.name, value]));
  const count = (within: Scope, table: TenantTable, of: Rows) =>
    transaction(within, async tx => {
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM ${name(table.name)} WHERE ${isOf(table, of)}`;
      return row?.count;
    });

  beforeAll(async () => {
    const found = await transaction("system", tx => listTenantTables(tx, walled));
    tables = found.filter(table => !isStoresOwn(table, current));
    ownRows = await transaction("system", tx => add(tx, own));
    foreignRows = await transaction("system", tx => add(tx, foreign));
  });

  test(`bar 24: every table of this ${who} is known, and row-level security is forced on each with its two policies`, () => {
    expect(tables.map(table => table.name)).toEqual(Object.keys(rowOf).sort());
    for (const { name: table, owner, enabled, forced, policies } of tables) {
      const system = "system {gangway_system} USING true CHECK true";
      expect([enabled, forced, policies.length, policies[0]], table).toEqual([true, true, 2, system]);
      const rule = owner === "onboarding_id" ? "EXISTS ( SELECT" : `(${owner} = ${current})`;
      expect(policies[1]?.split(rule), table).toHaveLength(3);
    }
  });

  test(`bar 24: this ${who} sees and changes their own rows and nobody else's; another kind of tenant sees none`, async () => {
    expect(await eachTable(table => count(scope, table, ownRows))).toEqual(all(1));
    expect(await eachTable(table => count(scope, table, foreignRows))).toEqual(all(0));
    const others = ["store", "practitioner", "agent", "member", "customer"].filter(kind => kind !== who);
    for (const kind of others)
      expect(await eachTable(table => count({ [kind]: own } as Scope, table, ownRows)), kind).toEqual(all(0));
    expect(await eachTable(table => count("system", table, foreignRows))).toEqual(all(1));
    const writes = (table: TenantTable) => [
      Prisma.sql`UPDATE ${name(table.name)} SET ${name(table.owner)} = ${name(table.owner)} WHERE ${isOf(table, foreignRows)}`,
      Prisma.sql`DELETE FROM ${name(table.name)} WHERE ${isOf(table, foreignRows)}`,
    ];
    const told = Object.fromEntries(toldTables.map(table => [table, ["refused", "refused"]]));
    const attempts = await eachTable(table => Promise.all(writes(table).map(write => attemptIn(scope, write))));
    expect(attempts).toEqual({ ...all([0, 0]), ...told });
  });

  test(`bar 24: this ${who} can write no row for somebody else, nor hand one over`, async () => {
    const write = (table: TenantTable) => attemptIn(scope, rowOf[table.name]?.(foreignRows) ?? Prisma.empty);
    expect(await eachTable(write)).toEqual(all("refused"));
    const handOver = (table: TenantTable) =>
      attemptIn(
        scope,
        Prisma.sql`UPDATE ${name(table.name)} SET ${name(table.owner)} = ${keyOf(table, foreignRows)} WHERE ${isOf(table, ownRows)}`,
      );
    expect(await eachTable(handOver)).toEqual(all("refused"));
  });
}
