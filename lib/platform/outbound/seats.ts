import { setTimeout as sleep } from "node:timers/promises";
import { randomToken } from "../crypto";
import { transaction } from "../db";
import { OutboundError } from "./outbound-error";
import { seatsKeptForJobs, type Upstream, upstreamSeats } from "./upstreams";

/** A seat that this process holds: nobody else calls on it until `untilMs` (of this process's monotonic clock). */
type Lease = { number: number; holder: string; untilMs: number };

/** How long a call may take, whether a person waits for it, and what ends the wait for a seat. */
type Sitting = { holdMs: number; isWatched?: boolean | undefined; signal?: AbortSignal | undefined };

// A held seat serves several calls in a row, so that a page costs no question to the database.
const reuseMs = 5_000;
const idleMs = 300;
const longestWaitMs = 30_000;
// Somebody sits there and waits.
const longestWatchedMs = 4_000;

const idle = new Map<Upstream, Lease[]>();
const known = new Set<Upstream>();

async function makeSeats(upstream: Upstream): Promise<void> {
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO upstream_seat (upstream, number) SELECT ${upstream}, generate_series(1, ${upstreamSeats[upstream]}::int) ON CONFLICT DO NOTHING`,
  );
  known.add(upstream);
}

/** The highest seat that a call may take. */
const highestFor = (upstream: Upstream, isWatched: boolean) =>
  upstreamSeats[upstream] - (isWatched ? (seatsKeptForJobs[upstream] ?? 0) : 0);

/** A free seat of the table for `leaseMs`, taken by one atomic statement, the highest first; null when all are held. */
async function lease(upstream: Upstream, leaseMs: number, highest: number): Promise<Lease | null> {
  if (!known.has(upstream)) await makeSeats(upstream);
  const holder = randomToken(9);
  const untilMs = performance.now() + leaseMs;
  const [taken] = await transaction(
    "system",
    tx => tx.$queryRaw<{ number: number }[]>`
      UPDATE upstream_seat SET holder = ${holder}, until = now() + make_interval(secs => ${leaseMs / 1000})
      WHERE upstream = ${upstream} AND number = (
        SELECT number FROM upstream_seat WHERE upstream = ${upstream} AND number <= ${highest} AND until <= now()
        ORDER BY number DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING number`,
  );
  return taken ? { number: taken.number, holder, untilMs } : null;
}

/** Gives a seat back, unless its time was over and somebody else has it. */
async function giveUp(upstream: Upstream, { number, holder }: Lease): Promise<void> {
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE upstream_seat SET until = now(), holder = NULL WHERE upstream = ${upstream} AND number = ${number} AND holder = ${holder}`,
  );
}

function takeIdle(upstream: Upstream, holdMs: number, highest: number): Lease | undefined {
  const held = idle.get(upstream) ?? [];
  const at = held.findIndex(one => one.number <= highest && one.untilMs - performance.now() > holdMs);
  return at === -1 ? undefined : held.splice(at, 1)[0];
}

function putBack(upstream: Upstream, seat: Lease): void {
  const held = idle.get(upstream) ?? [];
  idle.set(upstream, held);
  held.push(seat);
  const timer = setTimeout(() => {
    const at = held.indexOf(seat);
    if (at === -1) return;
    held.splice(at, 1);
    // A seat that is not given back is free again when its time is over.
    giveUp(upstream, seat).catch(() => undefined);
  }, idleMs);
  timer.unref();
}

const busy = (upstream: Upstream) =>
  new OutboundError("rate_limit", { upstream, reason: "busy", retryable: true, retryAfterSeconds: 5 });

/**
 * Waits for one of an upstream's seats, which all processes share, and holds it for a call of at most `holdMs`; returns what puts it back. A call
 * that a person waits for leaves some seats to jobs. Throws OutboundError: `rate_limit` when none comes free within 30 s, or 4 s while somebody
 * waits, `cancelled` when `signal` is aborted meanwhile.
 */
export async function takeSeat(
  upstream: Upstream,
  { holdMs, isWatched = false, signal }: Sitting,
): Promise<() => void> {
  const highest = highestFor(upstream, isWatched);
  const giveUpAt = performance.now() + (isWatched ? longestWatchedMs : longestWaitMs);
  for (let waitMs = 10; ; waitMs = Math.min(waitMs * 2, 250)) {
    const seat = takeIdle(upstream, holdMs, highest) ?? (await lease(upstream, holdMs + reuseMs, highest));
    if (seat) return () => putBack(upstream, seat);
    if (performance.now() > giveUpAt) throw busy(upstream);
    await sleep(waitMs * (0.5 + Math.random()), undefined, signal ? { signal } : {}).catch(() => {
      throw new OutboundError("unreachable", { upstream, reason: "cancelled" });
    });
  }
}

/** Gives every idle seat back; for a process's last moment. */
export async function giveUpSeats(): Promise<void> {
  const seats = [...idle].flatMap(([upstream, held]) => held.splice(0).map(seat => giveUp(upstream, seat)));
  await Promise.allSettled(seats);
}
