import { Prisma, statement, type Tx } from "../db";
import { log } from "../log";
import { putBack, type Tally, takeTallies } from "./record";

const everyMs = 10_000;

/** Adds what processes have counted to the five minutes that go on, all of it in one statement; in an order, so that two of them cannot deadlock. */
const add = (tallies: readonly Tally[]) =>
  statement(Prisma.sql`
    INSERT INTO measure_window AS w (measure, name, at, bucket, count, slowest_ms)
    SELECT measure, name, (SELECT date_bin('5 minutes', app_now(), 'epoch')), bucket, count, slowest
    FROM unnest(${tallies.map(one => one.measure)}::text[], ${tallies.map(one => one.name)}::text[], ${tallies.map(one => one.bucket)}::int[],
      ${tallies.map(one => one.count)}::int[], ${tallies.map(one => one.slowestMs)}::int[]) AS t (measure, name, bucket, count, slowest)
    ORDER BY measure, name, bucket
    ON CONFLICT (measure, at, name, bucket) DO UPDATE SET count = w.count + excluded.count, slowest_ms = greatest(w.slowest_ms, excluded.slowest_ms)`);

/** Writes down what this process has counted; what cannot be written waits for the next time. Never throws. */
export async function keepMeasures(): Promise<void> {
  const taken = takeTallies();
  if (taken.length === 0) return;
  try {
    await add(taken);
  } catch (error) {
    putBack(taken);
    log.warn({ err: error }, "measures wait to be written down");
  }
}

const held = globalThis as typeof globalThis & { gangwayKeepMeasures?: () => Promise<void> };

/** Writes down every ten seconds what this process counts. Whoever ends it calls the returned function last, which writes the rest. */
export function startMeasuring(): () => Promise<void> {
  const timer = setInterval(() => void keepMeasures(), everyMs);
  timer.unref();
  const stop = () => {
    clearInterval(timer);
    return keepMeasures();
  };
  // The web server that ends us knows nothing of our modules.
  held.gangwayKeepMeasures = stop;
  return stop;
}

/** Removes measures and probes of more than thirty days ago; returns how many. */
export const purgeMeasures = async (tx: Tx): Promise<number> =>
  (await tx.$executeRaw`DELETE FROM measure_window WHERE at < (SELECT app_now()) - interval '30 days'`) +
  (await tx.$executeRaw`DELETE FROM alert_probe WHERE injected_at < app_now() - interval '30 days'`);
