import { Prisma, statement, transaction } from "./db";
import { env } from "./env";

let advanceMs = 0;
let readAt = 0;

async function refresh(): Promise<void> {
  readAt = Date.now();
  // A statement of its own: who asks may be in a transaction, and must not wait for the connection of another one.
  const [row] = await statement<{ seconds: number }>(
    Prisma.sql`SELECT advance_seconds AS seconds FROM app_clock WHERE id = 1`,
  );
  advanceMs = (row?.seconds ?? 0) * 1000;
}

/** The product's time: real time, moved only in APP_ENV=test by `/api/dev/clock`. In SQL use `app_now()`. */
export async function now(): Promise<Date> {
  if (env.appEnv === "test" && Date.now() - readAt > 250) await refresh();
  return new Date(Date.now() + advanceMs);
}

/** By how many milliseconds the product's time is ahead of real time at this moment, for clocks elsewhere; 0 but in APP_ENV=test. */
export async function advancedMs(): Promise<number> {
  if (env.appEnv === "test") await refresh();
  return advanceMs;
}

/** Moves the product's clock forward for every process; test only. Returns the whole advance in seconds. */
export async function advanceClock(seconds: number): Promise<number> {
  if (env.appEnv !== "test") throw new Error("the clock moves only in APP_ENV=test");
  const row = await transaction("system", tx =>
    tx.appClock.upsert({
      where: { id: 1 },
      create: { id: 1, advanceSeconds: seconds },
      update: { advanceSeconds: { increment: seconds } },
    }),
  );
  readAt = 0;
  return row.advanceSeconds;
}
