import { isSettled, type StepState } from "@/lib/platform/flow/progress";
import { readRunQuote } from "./quote";

/** A part as it stands, by what its end can be guessed. */
export type TimedPart = {
  step: string;
  state: StepState;
  done: number;
  total: number | null;
  startedAt?: Date | string | null;
  nextAttemptAt?: Date | null;
};

/** A run that goes on, what was expected of it when it began, and what time it is there. */
export type TimedRun = { startedAt: Date | null; quote: unknown; now: Date };

// Who has taken twice as long as expected, and this longer, takes nobody knows how long.
const patienceSeconds = 60;
// A part whose size nobody tells never counts as over by its time alone.
const mostByTime = 0.95;

const secondsSince = (now: Date, at: Date | string) => Math.max(0, (Number(now) - Number(new Date(at))) / 1000);

/** How much of a part is done, 0 to 1: by its rows where their number is known, else, once some are there, by its time. */
function shareOf({ state, done, total, startedAt }: TimedPart, expected: number, now: Date): number {
  if (total) return Math.min(1, done / total);
  if (state !== "running" || done === 0 || !startedAt || expected === 0) return 0;
  return Math.min(mostByTime, secondsSince(now, startedAt) / expected);
}

function leftOf(part: TimedPart, expected: number, now: Date): number {
  const pause =
    part.state === "retrying" && part.nextAttemptAt
      ? Math.max(0, (Number(part.nextAttemptAt) - Number(now)) / 1000)
      : 0;
  return expected * (1 - shareOf(part, expected, now)) + pause;
}

/**
 * Whole seconds that a run has left, by what its open parts were expected to take; while nothing fails it only falls. Null where nothing was
 * expected, it waits for somebody, or it takes so long that nobody can tell any more.
 */
export function secondsLeftOf({ startedAt, quote, now }: TimedRun, parts: readonly TimedPart[]): number | null {
  const expected = readRunQuote(quote);
  const open = parts.filter(part => !isSettled(part));
  const known = open.flatMap(part => {
    const seconds = expected?.partSeconds[part.step];
    return seconds === undefined ? [] : [leftOf(part, seconds, now)];
  });
  if (known.length === 0 || open.some(({ state }) => state === "waiting")) return null;
  const most = 2 * (expected?.seconds ?? 0) + patienceSeconds;
  if (startedAt && secondsSince(now, startedAt) > most) return null;
  return Math.ceil(known.reduce((sum, seconds) => sum + seconds, 0));
}
