import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { startPostgres } from "@/scripts/postgres.mjs";
import { placePostgres, runAsOwner } from "@/scripts/postgres-place.mjs";

const dataDir = fileURLToPath(new URL("../../../.test/restarted", import.meta.url));
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

// Always the same, so that a test finds in what a killed one has left behind.
const secrets = { DATABASE_SUPERUSER_PASSWORD: "restarted", DATABASE_PASSWORD: "restarted" };

/** A Postgres server of one test's own, which may be taken away from under everybody. One at a time in a checkout. */
export class OwnPostgres {
  private constructor(
    readonly databaseUrl: string,
    private readonly place: ReturnType<typeof placePostgres>,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const { databaseUrl, stop } = await startPostgres({ dataDir, secrets, settings });
    return new OwnPostgres(databaseUrl, placePostgres(dataDir), stop);
  }

  /** Ends every one of its processes in the middle of what it does. */
  halt(): void {
    this.control("stop");
  }

  /** Starts it again at the same address. */
  goOn(): void {
    this.control("restart"); // with the settings that it had; `start` knows nothing of them
  }

  private control(act: "stop" | "restart"): void {
    const args = ["-D", this.place.data, "-m", "immediate", "-w", "-t", "30", act];
    const { status } = runAsOwner(this.place, "pg_ctl", args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`pg_ctl ${act} ended with ${status}`);
  }

  /** Stops it and removes all of it. */
  async end(): Promise<void> {
    await this.stop();
    for (const folder of [dataDir, this.place.moved ? dirname(this.place.data) : dataDir])
      rmSync(folder, { recursive: true, force: true });
  }
}
