import { fromPrisma, PgBoss } from "pg-boss";
import { sessionOptions, type Tx } from "../db";
import { env } from "../env";
import { log } from "../log";

const held = globalThis as typeof globalThis & { gangwayBoss?: Promise<PgBoss> };

async function startSender(): Promise<PgBoss> {
  const options = {
    connectionString: env.databaseUrl,
    application_name: "gangway-send",
    max: 2,
    options: sessionOptions,
  };
  const boss = new PgBoss({ ...options, supervise: false, schedule: false, migrate: false, createSchema: false });
  boss.on("error", error => log.warn({ err: error }, "queue connection"));
  return boss.start();
}

/** pg-boss for sending and pulling only; the worker has its own. */
export function sender(): Promise<PgBoss> {
  held.gangwayBoss ??= startSender().catch(error => {
    held.gangwayBoss = undefined;
    throw error;
  });
  return held.gangwayBoss;
}

/** How a job is sent: `key` allows one waiting job per key, a delay is in seconds. */
export type SendOptions = { key?: string; startAfterSeconds?: number };

/** Sends a job in the transaction of the change it follows from; a rollback leaves none. Send late: a second sender of the same key waits for this commit. */
export async function sendJob(
  tx: Tx,
  name: string,
  data: Record<string, number | string>,
  options: SendOptions = {},
): Promise<void> {
  const boss = await sender();
  await boss.send(name, data, {
    db: fromPrisma(tx),
    singletonKey: options.key,
    startAfter: options.startAfterSeconds ?? 0,
  });
}

/** Closes the sender; for tests' and the worker's last moment. */
export async function closeSender(): Promise<void> {
  const boss = await held.gangwayBoss;
  held.gangwayBoss = undefined;
  await boss?.stop({ graceful: false });
}
