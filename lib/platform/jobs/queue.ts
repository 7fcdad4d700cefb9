import { fromPrisma, PgBoss } from "pg-boss";
import { sessionOptions, type Tx } from "../db";
import { env } from "../env";
import { log } from "../log";

/** The queue where jobs lie that failed at every try. Nobody works on it; an admin may send them again. */
export const deadLetters = "dead";

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

/** How a job is sent: `key` allows one waiting job per key, a delay is in seconds; `tenant` (`store:7`) is whose it is, so that others get their turn. */
export type SendOptions = { key?: string; startAfterSeconds?: number; tenant?: string | null };

/** Sends a job as `sendJob` does; false when one of this key waits already. */
export async function offerJob(
  tx: Tx,
  name: string,
  data: Record<string, number | string>,
  options: SendOptions = {},
): Promise<boolean> {
  const boss = await sender();
  const id = await boss.send(name, data, {
    db: fromPrisma(tx),
    singletonKey: options.key,
    group: options.tenant ? { id: options.tenant } : undefined,
    startAfter: options.startAfterSeconds ?? 0,
  });
  return id !== null;
}

/** Sends a job in the transaction of the change it follows from; a rollback leaves none. Send late: a second sender of the same key waits for this commit. */
export async function sendJob(...job: Parameters<typeof offerJob>): Promise<void> {
  await offerJob(...job);
}

/** Has a job of this key that waits for its time begin now. A tenant may not change jobs: the database does it for it. */
export const hastenJob = (tx: Tx, name: string, key: string) =>
  tx.$executeRaw`SELECT hasten_job(${name}::text, ${key}::text)::text`;

/** Closes the sender; for tests' and the worker's last moment. */
export async function closeSender(): Promise<void> {
  const boss = await held.gangwayBoss;
  held.gangwayBoss = undefined;
  await boss?.stop({ graceful: false });
}
