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

type Database = { prisma: PrismaClient; pool: pg.Pool };

function open(): Database {
  const pool = new pg.Pool({
    connectionString: env.databaseUrl,
    max: poolSize,
    options: sessionOptions,
    connectionTimeoutMillis: 4500,
    application_name: "gangway",
  });
  pool.on("error", error => log.warn({ err: error }, "database connection lost"));
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

// Next loads modules once per bundle; the pool must exist once per process.
const held = globalThis as typeof globalThis & { gangwayDatabase?: Database };
function client(): PrismaClient {
  held.gangwayDatabase ??= open();
  return held.gangwayDatabase.prisma;
}

function enter(tx: Tx, scope: Scope) {
  if (scope === "system") return tx.$executeRaw`SELECT set_config('role', 'gangway_system', true)`;
  return tx.$executeRaw`SELECT set_config('role', 'gangway_tenant', true), set_config('gangway.store_id', ${String(scope.store)}, true)`;
}

const conflict = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  (error.code === "P2034" || /40001|40P01/.test(JSON.stringify(error.meta ?? {})));

/**
 * Runs `work` in one transaction that sees only what `scope` allows: row-level security holds even where a WHERE was forgotten.
 * Serialization failures and deadlocks are tried again up to three times; everything else is thrown.
 */
export async function transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client().$transaction(
        async tx => {
          await enter(tx, scope);
          return work(tx);
        },
        { timeout: 20_000, maxWait: 4_500 },
      );
    } catch (error) {
      if (attempt > 3 || !conflict(error)) throw error;
      await new Promise(resolve => setTimeout(resolve, Math.random() * 50 * 2 ** attempt));
    }
  }
}

/** Closes the pool; for a process's last moment. */
export async function closeDatabase(): Promise<void> {
  const database = held.gangwayDatabase;
  held.gangwayDatabase = undefined;
  await database?.prisma.$disconnect();
  await database?.pool.end();
}
