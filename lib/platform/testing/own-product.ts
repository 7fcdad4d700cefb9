import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import { createStaff } from "../auth/staff";
import { createDatabase, dropDatabase } from "./database";
import { findFreePort } from "./free-port";
import { Relay } from "./relay";
import { spawnServer } from "./web-process";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const runScript = promisify(execFile);

/** The same database through a door that can be shut. */
async function openRelay(databaseUrl: string): Promise<{ relay: Relay; relayedUrl: string }> {
  const url = new URL(databaseUrl);
  const relay = new Relay({ host: url.hostname, port: Number(url.port || 5432) });
  await relay.open();
  url.host = `127.0.0.1:${relay.port}`;
  return { relay, relayedUrl: url.href };
}

type Parts = { address: string; databaseUrl: string; server: string; relay: Relay; environment: NodeJS.ProcessEnv };

/**
 * The build of this run once more, on a database that nobody else uses: it may be broken, taken away, and compared as a whole.
 * There is no worker: `/api/cron/poll` does the work, when a test asks for it.
 */
export class OwnProduct {
  readonly address: string;
  /** The database, as the role that owns it, past the relay. */
  readonly database: pg.Client;
  /** What stands between the product and its database. */
  readonly relay: Relay;
  /** All that the process has said so far. */
  log = "";
  readonly #parts: Parts;
  readonly #child: ChildProcess;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.address = parts.address;
    this.relay = parts.relay;
    this.database = new pg.Client({ connectionString: parts.databaseUrl });
    this.#child = spawnServer(parts.environment);
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on("data", text => (this.log += text));
  }

  /** Makes and migrates a database beside the one of this run, or of another server, and serves on it; `changed` replaces settings. */
  static async start(changed: Record<string, string> = {}, server = process.env.DATABASE_URL): Promise<OwnProduct> {
    // On the server of this run there is a migrated one to copy: see `product-template.ts`.
    const template = server === process.env.DATABASE_URL ? process.env.E2E_TEMPLATE_DATABASE : undefined;
    const databaseUrl = await createDatabase(String(server), template);
    const { relay, relayedUrl } = await openRelay(databaseUrl);
    const port = String(await findFreePort());
    const address = `http://localhost:${port}`;
    const own = { DATABASE_URL: relayedUrl, PORT: port, APP_URL: address, NEXTAUTH_URL: address };
    const environment = { ...process.env, ...own, ...changed };
    if (!template) await runScript(process.execPath, ["scripts/migrate.mjs"], { cwd: root, env: environment });
    const product = new OwnProduct({ address, databaseUrl, server: String(server), relay, environment });
    await product.database.connect();
    const ended = once(product.#child, "exit").then(() => Promise.reject(new Error(product.log)));
    await Promise.race([once(product.#child, "message"), ended]);
    ended.catch(() => undefined);
    return product;
  }

  /** Is the process still the one that was started? */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Milliseconds that the process has computed so far, on all its threads; null where the system does not tell. */
  get computedMs(): number | null {
    const file = `/proc/${this.#child.pid}/stat`;
    if (!existsSync(file)) return null;
    // After the name in brackets, user and system time are fields 12 and 13, in hundredths of a second.
    const fields = readFileSync(file, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** What a worker beside it needs to know: the same database, past the relay. */
  get workerEnvironment(): Record<string, string> {
    const { environment, databaseUrl, address } = this.#parts;
    const known = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { ...Object.fromEntries(known), DATABASE_URL: databaseUrl, APP_URL: address, NODE_OPTIONS: "" };
  }

  /** Makes somebody an admin or operator, by the command that people who run the product use. */
  async addStaff(phone: string, role: "admin" | "operator"): Promise<void> {
    const told = ["scripts/admin-create.mjs", "--phone", phone, "--role", role, "--name", `The ${role}`];
    await runScript(process.execPath, told, { cwd: root, env: this.#parts.environment });
  }

  /** The same by the service behind that command: a process of its own costs a second of computing. */
  async makeStaff(phoneNumber: string, role: "admin" | "operator"): Promise<void> {
    const asSystem = { connectionString: this.#parts.databaseUrl, options: "-c role=gangway_system" };
    const client = new PrismaClient({ adapter: new PrismaPg(asSystem) });
    try {
      await client.$transaction(tx => createStaff(tx, { phoneNumber, role, name: `The ${role}` }));
    } finally {
      await client.$disconnect();
    }
  }

  /** Ends the process at once and drops the database. */
  async end(): Promise<void> {
    const gone = once(this.#child, "exit");
    if (this.isAlive) {
      this.#child.kill("SIGKILL");
      await gone;
    }
    await this.relay.shut();
    await this.database.end();
    await dropDatabase(this.#parts.databaseUrl, this.#parts.server);
  }
}
