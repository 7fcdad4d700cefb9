import { transaction } from "./db";
import { env } from "./env";

let advanceMs = 0;
let readAt = 0;

async function refresh(): Promise<void> {
  readAt = Date.now();
  const rows = await transaction("system", tx => tx.appClock.findUnique({ where: { id: 1 } }));
  advanceMs = (rows?.advanceSeconds ?? 0) * 1000;
}

/** The product's time: real time, moved only in APP_ENV=test by `/api/dev/clock`. In SQL use `app_now()`. */
export async function now(): Promise<Date> {
  if (env.appEnv === "test" && Date.now() - readAt > 250) await refresh();
  return new Date(Date.now() + advanceMs);
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
