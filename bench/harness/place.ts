import { createDatabase, dropDatabase } from "@/lib/platform/testing/database";
import { Child } from "@/scripts/child.mjs";
import { findFreePort } from "@/scripts/ports.mjs";
import { System } from "@/scripts/system.mjs";
import { buildFloor } from "./floor";

export type Environment = Record<string, string>;
/** A server that answers; it is stopped at the end of the bench if not before. */
export type Running = { address: string; stop: () => Promise<unknown> };

/** Where a bench runs: a built product with a fresh database, and room for floors beside it. Nothing of it is a running demo's. */
export class Place {
  readonly #endings: (() => Promise<unknown>)[] = [];

  /** `env` is the built product's: its DATABASE_URL names a migrated, empty database. */
  constructor(readonly env: Environment) {}

  /** Does `work` when the bench is over, the last thing first. */
  onEnd(work: () => Promise<unknown>): void {
    this.#endings.unshift(work);
  }

  /** Makes a second database with the same tables, as they are now. Nobody may be connected to the first one. */
  async copyDatabase(): Promise<string> {
    const own = this.env.DATABASE_URL ?? "";
    const copy = await createDatabase(own, new URL(own).pathname.slice(1));
    this.onEnd(() => dropDatabase(copy, own));
    return copy;
  }

  /** Starts web server, worker and sandbox, on the database of `env`, with whatever is set differently. */
  async startProduct(changed: Environment = {}): Promise<Running> {
    const env: Environment = { ...this.env, ...changed };
    const options = { dev: false, onEnd: fail };
    return this.#start(new System(env, options), env.APP_URL ?? "");
  }

  /** Starts the sandbox alone: whoever measures is the worker. */
  async startSandbox(changed: Environment = {}): Promise<Running> {
    const env: Environment = { ...this.env, ...changed };
    const child = new Child({ name: "sandbox", script: "sandbox.mjs", env, toFile: true, onEnd: fail });
    return this.#start(child, env.SANDBOX_URL ?? "");
  }

  /** Starts the web server alone, with whatever is set differently. */
  async startWeb(databaseUrl: string, changed: Environment = {}): Promise<Running> {
    const env: Environment = { ...this.env, ...changed, DATABASE_URL: databaseUrl };
    const options = { dev: false, onEnd: fail };
    return this.#start(new System(env, options).web, env.APP_URL ?? "");
  }

  /** Builds and starts the bare app of bench/floor on this database. */
  async startFloor(databaseUrl: string): Promise<Running> {
    await buildFloor(this.env);
    return this.#startBeside("serve", databaseUrl);
  }

  /** Starts the floor of an activation without a framework. */
  startBare(databaseUrl: string): Promise<Running> {
    return this.#startBeside("bare", databaseUrl);
  }

  async #startBeside(name: "serve" | "bare", databaseUrl: string): Promise<Running> {
    const port = String(await findFreePort());
    const env = { ...this.env, DATABASE_URL: databaseUrl, PORT: port };
    const script = `../bench/floor/${name}.mjs`;
    const beside = { name: `floor-${name}`, script, env, toFile: true, onEnd: fail, runsLike: "web" };
    return this.#start(new Child(beside), `http://127.0.0.1:${port}`);
  }

  async #start(what: System | Child, address: string): Promise<Running> {
    this.onEnd(() => what.stop());
    await what.start();
    return { address, stop: () => what.stop() };
  }

  /** Ends whatever the bench has opened. */
  async close(): Promise<void> {
    for (const end of this.#endings.splice(0)) await end();
  }
}

/** A server that dies in the middle makes every figure worthless. */
function fail(...reason: string[]): void {
  console.error(...reason);
  process.exit(2);
}
