import { randomToken } from "../crypto";
import { transaction } from "../db";
import { type Upstream, upstreamSeats } from "./upstreams";

/** A seat that this process holds for calls of at most `holdMs`: nobody else calls on it until `untilMs` (of this process's monotonic clock). */
export type Lease = { number: number; holder: string; holdMs: number; untilMs: number };

// A held seat serves several calls in a row, so that a page costs no question to the database; then it is another process's turn.
const reuseMs = 2_000;

const known = new Set<Upstream>();

async function makeSeats(upstream: Upstream): Promise<void> {
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO upstream_seat (upstream, number) SELECT ${upstream}, generate_series(1, ${upstreamSeats[upstream]}::int) ON CONFLICT DO NOTHING`,
  );
  known.add(upstream);
}

/** What is asked of the table: seats up to the `highest`, as many as `count`, for calls of at most `holdMs`. */
type Wanted = { highest: number; count: number; holdMs: number };

/** Free seats, taken by one atomic statement, the highest first; none when all are held. */
export async function leaseSeats(upstream: Upstream, { highest, count, holdMs }: Wanted): Promise<Lease[]> {
  if (!known.has(upstream)) await makeSeats(upstream);
  const holder = randomToken(9);
  const untilMs = performance.now() + holdMs + reuseMs;
  const taken = await transaction(
    "system",
    tx => tx.$queryRaw<{ number: number }[]>`
      UPDATE upstream_seat SET holder = ${holder}, until = now() + make_interval(secs => ${(holdMs + reuseMs) / 1000})
      WHERE upstream = ${upstream} AND number IN (
        SELECT number FROM upstream_seat WHERE upstream = ${upstream} AND number <= ${highest} AND until <= now()
        ORDER BY number DESC LIMIT ${count} FOR UPDATE SKIP LOCKED)
      RETURNING number`,
  );
  return taken.map(({ number }) => ({ number, holder, holdMs, untilMs }));
}

/** Is there time left for another call of the length that it was taken for? */
export const isFresh = ({ holdMs, untilMs }: Lease): boolean => untilMs - performance.now() > holdMs;

/** Gives a seat back, unless its time was over and somebody else has it. */
export async function giveUpSeat(upstream: Upstream, { number, holder }: Lease): Promise<void> {
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE upstream_seat SET until = now(), holder = NULL WHERE upstream = ${upstream} AND number = ${number} AND holder = ${holder}`,
  );
}
