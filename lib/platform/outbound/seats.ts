import { setTimeout as sleep } from "node:timers/promises";
import { log } from "../log";
import { withoutPatience } from "../patience";
import { errorOfBusy, OutboundError } from "./outbound-error";
import { giveUpSeat, isFresh, type Lease, leaseSeats } from "./seat-table";
import { seatsKeptForJobs, type Upstream, upstreamSeats } from "./upstreams";

/** How long a call may take, whether a person waits for it, and what ends the wait for a seat. */
type Sitting = { holdMs: number; isWatched?: boolean | undefined; signal?: AbortSignal | undefined };

/** A call that stands in line: the highest seat it may take, and how it learns of the one that it gets, or of none. */
type Waiting = {
  holdMs: number;
  highest: number;
  isWatched: boolean;
  give: (seat: Lease) => void;
  fail: (error: unknown) => void;
};

/** What this process has of an upstream: seats that nobody sits on, and who waits for one, in order of arrival. */
type Line = { idle: Lease[]; waiting: Waiting[]; isAsking: boolean };

const idleMs = 300;
const longestWaitMs = 30_000;
// Somebody sits there and waits.
const longestWatchedMs = 4_000;
// How often the table is asked while all seats are held; for people more often, so that they come first among processes.
const [askMs, askWatchedMs] = [100, 30];

const lines = new Map<Upstream, Line>();

function lineOf(upstream: Upstream): Line {
  const line = lines.get(upstream) ?? { idle: [], waiting: [], isAsking: false };
  lines.set(upstream, line);
  return line;
}

/** The highest seat that a call may take. */
const highestFor = (upstream: Upstream, isWatched: boolean) =>
  upstreamSeats[upstream] - (isWatched ? (seatsKeptForJobs[upstream] ?? 0) : 0);

const serves = (seat: Lease, { highest, holdMs }: Pick<Waiting, "highest" | "holdMs">) =>
  seat.number <= highest && seat.untilMs - performance.now() > holdMs;

/** Takes the first of a list of which this is true out of it. */
function takeOut<T>(list: T[], is: (one: T) => boolean): T | undefined {
  const at = list.findIndex(is);
  return at === -1 ? undefined : list.splice(at, 1)[0];
}

// A seat that is not given back is free again when its time is over.
const giveBack = (upstream: Upstream, seat: Lease) =>
  void withoutPatience(() => giveUpSeat(upstream, seat)).catch(() => undefined);

/** Hands a seat to who has waited longest of those it serves; one that serves nobody here is for others, at once or after a moment. */
function handOn(upstream: Upstream, seat: Lease): void {
  const line = lineOf(upstream);
  const next = takeOut(line.waiting, one => serves(seat, one));
  if (next) next.give(seat);
  else if (!isFresh(seat) || line.waiting.length > 0) giveBack(upstream, seat);
  else rest(upstream, line, seat);
}

/** Keeps a seat for the next call for a moment. */
function rest(upstream: Upstream, line: Line, seat: Lease): void {
  line.idle.push(seat);
  const timer = setTimeout(() => {
    if (takeOut(line.idle, one => one === seat)) giveBack(upstream, seat);
  }, idleMs);
  timer.unref();
}

/** Asks the table for seats as long as anybody waits: one asks for all, so that those who came first sit first. */
async function ask(upstream: Upstream, line: Line): Promise<void> {
  for (let waitMs = 10; line.waiting.length > 0; ) {
    const highest = Math.max(...line.waiting.map(one => one.highest));
    const holdMs = Math.max(...line.waiting.map(one => one.holdMs));
    const seats = await leaseSeats(upstream, { highest, holdMs, count: line.waiting.length });
    for (const seat of seats) handOn(upstream, seat);
    if (line.waiting.length === 0) return;
    await sleep(waitMs * (0.5 + Math.random()));
    waitMs = Math.min(waitMs * 2, line.waiting.some(one => one.isWatched) ? askWatchedMs : askMs);
  }
}

function keepAsking(upstream: Upstream, line: Line): void {
  if (line.isAsking) return;
  line.isAsking = true;
  // For all who wait, and not only for who came first.
  withoutPatience(() => ask(upstream, line))
    .catch((error: unknown) => {
      log.warn({ err: error, upstream }, "no seats could be asked for");
      for (const one of line.waiting.splice(0)) one.fail(errorOfBusy(upstream));
    })
    .finally(() => {
      line.isAsking = false;
      if (line.waiting.length > 0) keepAsking(upstream, line);
    });
}

const cancelled = (upstream: Upstream) => new OutboundError("unreachable", { upstream, reason: "cancelled" });

async function standInLine(upstream: Upstream, highest: number, sitting: Sitting): Promise<Lease> {
  const { holdMs, isWatched = false, signal } = sitting;
  const line = lineOf(upstream);
  const { promise, resolve: give, reject: fail } = Promise.withResolvers<Lease>();
  const one: Waiting = { holdMs, highest, isWatched, give, fail };
  const leave = (error: OutboundError) => {
    takeOut(line.waiting, other => other === one);
    fail(error);
  };
  const timer = setTimeout(() => leave(errorOfBusy(upstream)), isWatched ? longestWatchedMs : longestWaitMs);
  const stop = () => leave(cancelled(upstream));
  signal?.addEventListener("abort", stop, { once: true });
  line.waiting.push(one);
  if (signal?.aborted) stop();
  keepAsking(upstream, line);
  return promise.finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  });
}

/**
 * Waits for one of an upstream's seats, which all processes share, and holds it for a call of at most `holdMs`; returns what puts it back. Who
 * comes first in this process sits first; a call that a person waits for leaves some seats to jobs. Throws OutboundError: `rate_limit` when none
 * comes free within 30 s, or 4 s while somebody waits, or none can be asked for, `cancelled` when `signal` is aborted meanwhile.
 */
export async function takeSeat(upstream: Upstream, sitting: Sitting): Promise<() => void> {
  const highest = highestFor(upstream, sitting.isWatched ?? false);
  const idle = takeOut(lineOf(upstream).idle, seat => serves(seat, { highest, holdMs: sitting.holdMs }));
  const seat = idle ?? (await standInLine(upstream, highest, sitting));
  return () => handOn(upstream, seat);
}

/** Gives every idle seat back; for a process's last moment. */
export async function giveUpSeats(): Promise<void> {
  const seats = [...lines].flatMap(([upstream, { idle }]) => idle.splice(0).map(seat => giveUpSeat(upstream, seat)));
  await Promise.allSettled(seats);
}
