import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "@/prisma/generated/client";
import { env } from "./env";
import { log } from "./log";
import { patienceLeft } from "./patience";
import { Beginning, completeStatements, timeStatements } from "./transaction-begin";
import { tellEnd } from "./transaction-end";

/** What a transaction may see: everything (platform work, admin, jobs that gather) or the rows of one store, practitioner, agent's account, member or customer. */
export type Scope =
  | "system"
  | { store: number }
  | { practitioner: number }
  | { agent: number }
  | { member: number }
  | { customer: number };

/** A Prisma client inside one transaction. */
export type Tx = Prisma.TransactionClient;

export { Prisma };

const [lockMs, connectionMs] = [4_000, 4_500];
/** Of every connection of ours: a frozen process must not hold a row lock for ever, and a lock must not be waited for without end. */
export const sessionOptions = `-c idle_in_transaction_session_timeout=5000 -c lock_timeout=${lockMs} -c statement_timeout=30000`;
const poolSize = 12;
// Of those that send single statements as the system: they are free again after one.
const statementPoolSize = 6;

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

/** The setting that row-level security reads, and whose rows it opens. */
function settingOf(scope: Exclude<Scope, "system">): [string, number] {
  if ("store" in scope) return ["gangway.store_id", scope.store];
  if ("practitioner" in scope) return ["gangway.practitioner_id", scope.practitioner];
  if ("member" in scope) return ["gangway.member_id", scope.member];
  if ("customer" in scope) return ["gangway.customer_id", scope.customer];
  return ["gangway.agent_user_id", scope.agent];
}

/** What a transaction of this scope begins with: its role, and of a tenant whose rows it sees. */
function beginningOf(scope: Scope): string {
  if (scope === "system") return "BEGIN; SET LOCAL ROLE gangway_system";
  const [setting, id] = settingOf(scope);
  // It stands in the text of the statement, so it is a number and nothing else.
  if (!Number.isSafeInteger(id)) throw new TypeError("A tenant is named by a whole number.");
  return `BEGIN; SET LOCAL ROLE gangway_tenant; SET LOCAL ${setting} = '${id}'`;
}

type Database = {
  prisma: PrismaClient;
  /** Its connections have the system's role for good, and it never opens a transaction. */
  system: PrismaClient;
  pools: pg.Pool[];
  beginning: AsyncLocalStorage<Beginning>;
};

function openPool(max: number, options: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env.databaseUrl,
    max,
    options,
    connectionTimeoutMillis: connectionMs,
    application_name: "gangway",
  });
  pool.on("error", error => log.warn({ err: error }, "database connection lost"));
  // Between the pool and the adapter nobody listens for a moment, and an error without a listener ends the process.
  pool.on("connect", client => void client.on("error", () => undefined));
  return pool;
}

const openClient = (pool: pg.Pool) =>
  new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: nameStatement }) });

function open(): Database {
  const pool = openPool(poolSize, sessionOptions);
  const systemPool = openPool(statementPoolSize, `${sessionOptions} -c role=gangway_system`);
  const beginning = new AsyncLocalStorage<Beginning>();
  pool.on("connect", client => completeStatements(client, beginning));
  systemPool.on("connect", client => timeStatements(client));
  return { pools: [pool, systemPool], beginning, prisma: openClient(pool), system: openClient(systemPool) };
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

// Postgres or Prisma answered, so it was rolled back; without an answer (P1…) a COMMIT may have been made.
const isAnswer = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code.startsWith("P2");

/**
 * Runs `work` in one transaction that sees only what `scope` allows: row-level security holds even where a WHERE was forgotten.
 * Serialization failures and deadlocks are tried again up to three times; everything else is thrown.
 */
export async function transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { prisma, beginning } = database();
  const text = beginningOf(scope);
  for (let attempt = 1; ; attempt++) {
    const begun = new Beginning(text);
    let opened: Tx | undefined;
    let isDone = false;
    const noted = async (tx: Tx) => {
      opened = tx;
      const result = await work(tx);
      isDone = true;
      return result;
    };
    try {
      const run = () => prisma.$transaction(noted, { timeout: 20_000, maxWait: patienceLeft() ?? connectionMs });
      const result = await beginning.run(begun, run).finally(() => (begun.isOpen = false));
      await tellEnd(opened, "committed");
      return result;
    } catch (error) {
      if (!isDone || isAnswer(error)) await tellEnd(opened, "rolledBack");
      if (attempt > 3 || !conflict(error)) throw error;
      await new Promise(resolve => setTimeout(resolve, Math.random() * 50 * 2 ** attempt));
    }
  }
}

/** Begins something that the transaction does not wait for, and that may call others: a page that is read ahead. */
export const besideTransaction = <T>(work: () => T): T => database().beginning.exit(work);

/**
 * Throws inside a transaction: whoever calls somebody else must not hold a connection and rows' locks until they answer. In production it is told in
 * the log: there it is better done slowly than not at all.
 */
export function requireNoTransaction(what: string): void {
  if (!held.gangwayDatabase?.beginning.getStore()?.isOpen) return;
  const fault = new Error(`${what} inside a transaction`);
  if (env.appEnv !== "production") throw fault;
  log.error({ err: fault }, "somebody else is called inside a transaction");
}

/**
 * Sends one statement as the system, which is a transaction of its own: one round trip where `transaction` takes three. For what each request asks;
 * nothing is tried again.
 */
export const statement = <Row>(sql: Prisma.Sql): Promise<Row[]> => database().system.$queryRaw<Row[]>(sql);

/** Closes the pools; for a process's last moment. */
export async function closeDatabase(): Promise<void> {
  const open = held.gangwayDatabase;
  held.gangwayDatabase = undefined;
  await open?.prisma.$disconnect();
  await open?.system.$disconnect();
  await Promise.all(open?.pools.map(pool => pool.end()) ?? []);
}
