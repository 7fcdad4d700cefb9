import { beforeAll, describe, expect, it } from "vitest";
import type { PrismaClient } from "@/prisma/generated/client";
import { Prisma, type Scope, transaction } from "./db";
import { env } from "./env";
import { withConnection } from "./testing/database";
import { addStore, listTenantTables, rowOf, type StoreRows, type TenantTable } from "./testing/tenant-tables";

const storeA = 7001;
const storeB = 7002;
let rowsA: StoreRows;
let rowsB: StoreRows;
let tables: TenantTable[];

const name = (identifier: string) => Prisma.raw(`"${identifier}"`);
const ownerValue = (table: TenantTable, of: StoreRows) => (table.owner === "onboarding_id" ? of.onboarding : of.store);

async function countRows(scope: Scope, table: TenantTable, of: StoreRows): Promise<number> {
  const [row] = await transaction(
    scope,
    tx => tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM ${name(table.name)} WHERE ${name(table.owner)} = ${ownerValue(table, of)}`,
  );
  return row?.count ?? -1;
}

/** Runs one statement in a store's scope and takes it back; returns how many rows it hit, or the database's refusal. */
async function attempt(scope: Scope, statement: Prisma.Sql): Promise<number | string> {
  let hit = -1;
  const undo = new Error("taken back");
  return transaction(scope, async tx => {
    hit = await tx.$executeRaw(statement);
    throw undo;
  }).catch((error: unknown) => {
    if (error === undo) return hit;
    return /row-level security/.test(String(error)) ? "refused" : String(error);
  });
}

const eachTable = (check: (table: TenantTable) => Promise<unknown>) =>
  Promise.all(tables.map(async table => [table.name, await check(table)] as const)).then(Object.fromEntries);
const all = (value: unknown) => Object.fromEntries(tables.map(table => [table.name, value]));

const ofStore = "(store_id = current_store_id())";
const ofAgent = "((store_id IS NULL) AND (user_id = current_agent_user_id()))";
/** What is not a store's alone: an onboarding is of every kind, and what tells of no store is an agent's own. */
const sharedRules: Record<string, string> = {
  onboarding: `(${ofStore} OR (practitioner_id = current_practitioner_id()) OR (agent_user_id = current_agent_user_id()) OR (member_id = current_member_id()) OR (customer_id = current_customer_id()))`,
  notice: `(${ofStore} OR (customer_id = current_customer_id()) OR ((store_id IS NULL) AND (customer_id IS NULL) AND (user_id = current_agent_user_id())))`,
  ready_request: `(${ofStore} OR ${ofAgent})`,
};

beforeAll(async () => {
  tables = await transaction("system", listTenantTables);
  rowsA = await transaction("system", tx => addStore(tx, storeA));
  rowsB = await transaction("system", tx => addStore(tx, storeB));
});

describe("the catalogue", () => {
  it("knows every table of a store, and the test knows a row of each", () => {
    expect(tables.map(table => table.name)).toEqual(Object.keys(rowOf).sort());
    expect(tables.length).toBeGreaterThanOrEqual(16);
  });

  it("has row-level security enabled and forced on every table of a store", async () => {
    expect(await eachTable(async table => [table.enabled, table.forced])).toEqual(all([true, true]));
  });

  it("has exactly one policy for tenants and one for the system on each, none for anybody else", async () => {
    for (const { name: table, owner, policies } of tables) {
      expect(policies, table).toHaveLength(2);
      expect(policies[0], table).toBe("system {gangway_system} USING true CHECK true");
      const own =
        owner === "onboarding_id" ? /^tenant \{gangway_tenant\} USING \(EXISTS .*onboarding.* CHECK \(EXISTS/s : null;
      const rule = sharedRules[table] ?? `(${owner} = current_store_id())`;
      if (own) expect(policies[1], table).toMatch(own);
      else expect(policies[1], table).toBe(`tenant {gangway_tenant} USING ${rule} CHECK ${rule}`);
    }
  });

  it("lets views see with the eyes of who asks", async () => {
    const views = await transaction(
      "system",
      tx => tx.$queryRaw<{ name: string; invoker: boolean }[]>`
        SELECT relname::text AS name, coalesce('security_invoker=true' = ANY(reloptions), false) AS invoker
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')`,
    );
    expect(views.filter(view => !view.invoker)).toEqual([]);
  });

  it("gives neither role a way round: no superuser, no bypass, no table of their own", async () => {
    const roles = await transaction(
      "system",
      tx => tx.$queryRaw<{ name: string; way: boolean; owned: number }[]>`
        SELECT rolname::text AS name, rolsuper OR rolbypassrls OR rolcreaterole OR rolcanlogin AS way,
          (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid) AS owned
        FROM pg_roles r WHERE rolname IN ('gangway_tenant', 'gangway_system') ORDER BY 1`,
    );
    expect(roles).toEqual([
      { name: "gangway_system", way: false, owned: 0 },
      { name: "gangway_tenant", way: false, owned: 0 },
    ]);
  });
});

describe("in the scope of one store", () => {
  const scope = { store: storeA };

  it("its own rows are there, so that the rest proves something", async () => {
    for (const [table, count] of Object.entries(await eachTable(table => countRows(scope, table, rowsA))))
      expect(count, table).toBeGreaterThan(0);
  });

  it("rows of another store are not there, in any table, and not through the view", async () => {
    expect(await eachTable(table => countRows("system", table, rowsB).then(count => count > 0))).toEqual(all(true));
    expect(await eachTable(table => countRows(scope, table, rowsB))).toEqual(all(0));
    const seen = await transaction(scope, tx => tx.$queryRaw`SELECT store_id FROM store_onboarding`);
    expect(seen).toEqual([{ store_id: storeA }]);
  });

  it("rows of another store cannot be changed or deleted", async () => {
    const where = (table: TenantTable) => Prisma.sql`WHERE ${name(table.owner)} = ${ownerValue(table, rowsB)}`;
    const change = (table: TenantTable) =>
      attempt(
        scope,
        Prisma.sql`UPDATE ${name(table.name)} SET ${name(table.owner)} = ${name(table.owner)} ${where(table)}`,
      );
    expect(await eachTable(change)).toEqual(all(0));
    expect(
      await eachTable(table => attempt(scope, Prisma.sql`DELETE FROM ${name(table.name)} ${where(table)}`)),
    ).toEqual(all(0));
  });

  it("a row cannot be written for another store, nor handed to it", async () => {
    const fresh = { ...rowsB, run: 9, order: 9, product: 9 };
    expect(await eachTable(table => attempt(scope, rowOf[table.name]?.(fresh) ?? Prisma.empty))).toEqual(
      all("refused"),
    );
    const handOver = (table: TenantTable) =>
      attempt(
        scope,
        Prisma.sql`UPDATE ${name(table.name)} SET ${name(table.owner)} = ${ownerValue(table, rowsB)}
          WHERE ${name(table.owner)} = ${ownerValue(table, rowsA)}`,
      );
    expect(await eachTable(handOver)).toEqual(all("refused"));
  });
});

describe("without a scope", () => {
  const countAll = (roleOf: string) =>
    withConnection(env.databaseUrl, async client => {
      await client.query(roleOf);
      const counts: Record<string, number> = {};
      for (const table of tables)
        counts[table.name] = (
          await client.query(`SELECT count(*)::int AS count FROM ${client.escapeIdentifier(table.name)}`)
        ).rows[0].count;
      return counts;
    });

  it("a connection that entered nothing sees nothing, though its role owns the tables", async () => {
    expect(await countAll("SELECT 1")).toEqual(all(0));
  });

  it("a tenant that is no store sees nothing", async () => {
    expect(await countAll("SET ROLE gangway_tenant")).toEqual(all(0));
  });
});

describe("on one pool", () => {
  // The client that `transaction` uses, outside any transaction: what a connection is between two of them.
  const poolClient = () =>
    (globalThis as unknown as { gangwayDatabase: { prisma: PrismaClient } }).gangwayDatabase.prisma;
  const between = () => poolClient().$queryRaw<{ role: string; login: string; store: string | null }[]>`
    SELECT current_user::text AS role, session_user::text AS login,
      nullif(current_setting('gangway.store_id', true), '') AS store, pg_sleep(0.01)::text`;

  async function visit(turn: number): Promise<string | null> {
    const own = turn % 2 === 0 ? rowsA : rowsB;
    const seen = await transaction({ store: own.store }, async tx => {
      const found = await tx.order.findMany({ select: { storeId: true, id: true } });
      await tx.store.updateMany({ data: { ownerName: `owner of ${own.store}` } });
      if (turn % 7 === 0) throw new Error("roll back");
      return found;
    }).catch(() => null);
    const strange = seen?.find(row => row.storeId !== own.store || row.id !== own.order);
    return strange || seen?.length === 0 ? `turn ${turn} of ${own.store} saw ${JSON.stringify(seen)}` : null;
  }

  it("a thousand interleaved transactions of two stores see and change only their own", async () => {
    const leaks: string[] = [];
    let turn = 0;
    const visitor = async () => {
      while (turn < 1000) leaks.push(...[await visit(turn++)].filter(leak => leak !== null));
    };
    await Promise.all(Array.from({ length: 25 }, visitor));
    const owners = await transaction("system", tx =>
      tx.store.findMany({ select: { id: true, ownerName: true }, orderBy: { id: "asc" } }),
    );
    expect(leaks).toEqual([]);
    expect(owners.map(({ id, ownerName }) => [id, ownerName])).toEqual(
      [storeA, storeB].map(id => [id, `owner of ${id}`]),
    );
  }, 60_000);

  it("role and store do not stay with a connection after commit or rollback", async () => {
    await Promise.all(Array.from({ length: 24 }, (_, turn) => visit(turn * 7 + (turn % 2))));
    const rows = (await Promise.all(Array.from({ length: 24 }, between))).flat();
    expect(rows).toHaveLength(24);
    expect(rows.filter(({ role, login, store }) => role !== login || store !== null)).toEqual([]);
  });
});
