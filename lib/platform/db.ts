import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "@/prisma/generated/client";
import { env } from "./env";
import { log } from "./log";

/** What a transaction may see: everything (platform work, admin, jobs that gather) or one store's rows. */
export type Scope = "system" | { store: number };

/** A Prisma client inside one transaction. */
export type Tx = Prisma.TransactionClient;

export { Prisma };

/** Of every connection of ours: a frozen process must not hold a row lock for ever, and a lock must not be waited for without end. */
export const sessionOptions =
  "-c idle_in_transaction_session_timeout=5000 -c lock_timeout=4000 -c statement_timeout=30000";
const poolSize = 12;

// Of statements with parameters the first few hundred texts get a name, the same in every process: Postgres plans them once per connection.
// Lists of any length make ever new texts: those stay nameless, or a connection's memory would have no end.
const mostNamed = 300;
const names = new Map<string, string>();

function nameStatement({ sql, args }: { sql: string; args: readonly unknown[] }): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (args.length === 0 || names.size >= mostNamed) return "";
  const name = createHash("sha256").update(sql).digest("base64url");
  names.set(sql, name);
  return name;
}

const beginnings = {
  system: "BEGIN; SET LOCAL ROLE gangway_system",
  tenant: "BEGIN; SET LOCAL ROLE gangway_tenant",
};

/**
 * Prisma opens a transaction with a bare BEGIN: here it brings the role along, which would else be a round trip of its own in every
 * transaction. Where `beginning` holds nothing no role is chosen, and there is nothing to see.
 */
function chooseRoleAtBegin(client: pg.PoolClient, beginning: Database["beginning"]): void {
  const query = client.query.bind(client) as (first: unknown, ...rest: unknown[]) => unknown;
  const withRole = (given: unknown) => {
    const isBegin = typeof given === "object" && given !== null && "text" in given && given.text === "BEGIN";
    return isBegin ? { ...given, text: beginning.getStore() ?? given.text } : given;
  };
  client.query = ((first: unknown, ...rest: unknown[]) => query(withRole(first), ...rest)) as typeof client.query;
}

type Database = { prisma: PrismaClient; pool: pg.Pool; beginning: AsyncLocalStorage<string> };

function open(): Database {
  const pool = new pg.Pool({
    connectionString: env.databaseUrl,
    max: poolSize,
    options: sessionOptions,
    connectionTimeoutMillis: 4500,
    application_name: "gangway",
  });
  pool.on("error", error => log.warn({ err: error }, "database connection lost"));
  const beginning = new AsyncLocalStorage<string>();
  pool.on("connect", client => {
    // Between the pool and the adapter nobody listens for a moment, and an error without a listener ends the process.
    client.on("error", () => undefined);
    chooseRoleAtBegin(client, beginning);
  });
  const adapter = new PrismaPg(pool, { statementNameGenerator: nameStatement });
  return { pool, beginning, prisma: new PrismaClient({ adapter }) };
}

// Next loads modules once per bundle; the pool must exist once per process.
const held = globalThis as typeof globalThis & { gangwayDatabase?: Database };
function database(): Database {
  held.gangwayDatabase ??= open();
  return held.gangwayDatabase;
}

const conflict = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === "P2034" || /40001|40P01/.test(JSON.stringify(error.meta ?? {})));

/**
 * Runs `work` in one transaction that sees only what `scope` allows: row-level security holds even where a WHERE was forgotten.
 * Serialization failures and deadlocks are tried again up to three times; everything else is thrown.
 */
export async function transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { prisma, beginning } = database();
  const scoped = async (tx: Tx) => {
    if (scope !== "system") await tx.$executeRaw`SELECT set_config('gangway.store_id', ${String(scope.store)}, true)`;
    return work(tx);
  };
  const begin = beginnings[scope === "system" ? scope : "tenant"];
  for (let attempt = 1; ; attempt++) {
    try {
      return await beginning.run(begin, () => prisma.$transaction(scoped, { timeout: 20_000, maxWait: 4_500 }));
    } catch (error) {
      if (attempt > 3 || !conflict(error)) throw error;
      await new Promise(resolve => setTimeout(resolve, Math.random() * 50 * 2 ** attempt));
    }
  }
}

/** Closes the pool; for a process's last moment. */
export async function closeDatabase(): Promise<void> {
  const open = held.gangwayDatabase;
  held.gangwayDatabase = undefined;
  await open?.prisma.$disconnect();
  await open?.pool.end();
}
