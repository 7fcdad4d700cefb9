/** One of the windows in which Zuora counts a tenant's calls. */
export type Window = { limit: number; seconds: number };

/** What an answer tells of a tenant's limits: of the window that is nearest its end, what is left of it and until when, and all windows. */
export type RateLimits = { limit: number; remaining: number; resetSeconds: number; windows: Window[] };

/** `short`: it goes on, with a warning; `none`: nothing goes until the window begins anew. */
export type RateJudgement = "ok" | "short" | "none";

// Contract 8: a tenth of every window, and a hundred calls a minute.
const shareNeeded = 0.1;
const perMinuteNeeded = 100;

const whole = (text: string | undefined) => (text !== undefined && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) : null);

// The longest window is a day: who tells of more has told a moment, or nonsense.
const longestResetSeconds = 86_400;
const usualResetSeconds = 60;

/** In how many seconds Zuora counts anew, by its own header or by `Retry-After`, which it does not promise; undefined where neither says anything usable. */
export function readReset(headers: Readonly<Record<string, string>>): number | undefined {
  const told = whole(headers["ratelimit-reset"]) ?? whole(headers["retry-after"]);
  return told === null ? undefined : Math.min(told, longestResetSeconds);
}

/**
 * Reads `ratelimit-limit` (`2250000, 50000;w=60, 2250000;w=3600`), `ratelimit-remaining` and `ratelimit-reset`, which is in seconds
 * (developer.zuora.com, "Rate and concurrent request limits"); null where they are missing or say nothing usable.
 */
export function readRateLimits(headers: Readonly<Record<string, string>>): RateLimits | null {
  const [first, ...rest] = (headers["ratelimit-limit"] ?? "").split(",");
  const [limit, remaining] = [whole(first), whole(headers["ratelimit-remaining"])];
  if (limit === null || limit === 0 || remaining === null) return null;
  const windows = rest.flatMap(text => {
    const [, told, seconds] = /^\s*(\d{1,12})\s*;\s*w=(\d{1,9})\s*$/.exec(text) ?? [];
    return told && seconds ? [{ limit: Number(told), seconds: Number(seconds) }] : [];
  });
  return { limit, remaining, resetSeconds: readReset(headers) ?? usualResetSeconds, windows };
}

/**
 * Is what is left enough to sync by? Zuora tells what is left of one window only, the one that is nearest its end: when that one has a tenth
 * left, so have the others.
 */
export function judgeRateLimits(limits: RateLimits | null): RateJudgement {
  if (!limits) return "ok";
  if (limits.remaining <= 0) return "none";
  const perMinute = limits.windows.find(({ seconds }) => seconds === 60)?.limit ?? Infinity;
  return limits.remaining < limits.limit * shareNeeded || perMinute < perMinuteNeeded ? "short" : "ok";
}
