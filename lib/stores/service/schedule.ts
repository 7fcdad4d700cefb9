import { type Tx, transaction } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";

/** Runs that begin by the clock: which stores are due, the most overdue first, how one is started, and how one comes later. */
export type Schedule = {
  name: string;
  listDue: (tx: Tx, limit: number) => Promise<{ storeId: number }[]>;
  /** Answers whether a run began. */
  start: (tx: Tx, storeId: number) => Promise<boolean>;
  postpone: (tx: Tx, storeId: number, minutes: number) => Promise<unknown>;
};

// The queue serves people who wait for their first import too, so it never holds more than a few of these.
const mostAtOnce = 8;

/** For how long a store is left alone that could not be started. */
export const postponedMinutes = 10;

// One that waits for its owner keeps no worker busy, and may wait for months.
const countOpen = async (tx: Tx) => {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM onboarding_run WHERE ended_at IS NULL AND status <> 'waiting' AND trigger = 'schedule'`;
  return row?.count ?? 0;
};

async function startOne({ name, start, postpone }: Schedule, storeId: number): Promise<boolean> {
  try {
    return await transaction("system", tx => start(tx, storeId));
  } catch (error) {
    log.error({ err: error, store: storeId, schedule: name }, "a run could not be started, it comes later");
    const wait = transaction("system", tx => postpone(tx, storeId, postponedMinutes));
    await wait.catch(again =>
      log.error({ err: again, store: storeId, schedule: name }, "a run could not be postponed"),
    );
    return false;
  }
}

/** Starts what is due, a few at once and each in a transaction of its own: one store that fails holds up no other. Returns how many. */
export async function startDue(schedule: Schedule): Promise<number> {
  const due = await transaction("system", async tx => {
    return schedule.listDue(tx, Math.max(0, mostAtOnce - (await countOpen(tx))));
  });
  let started = 0;
  for (const { storeId } of due) if (await startOne(schedule, storeId)) started += 1;
  return started;
}
