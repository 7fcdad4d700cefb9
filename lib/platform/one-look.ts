import { transaction } from "./db";
import { env } from "./env";
import { AppError } from "./errors";
import { withoutPatience } from "./patience";
import { forget, spend } from "./rate-limit";

/** Something of a subject's that takes a while to look into: what it is called, how often in a minute, how long at most, and when to come back while one lasts. */
export type Look = { name: string; perMinute: number; longestMs: number; busySeconds: number };

/**
 * Begins a look: one at a time and a few a minute for each subject, because a slow answer to one must not hold up the others. Returns what ends it.
 * Throws `rate_limited`.
 */
export async function beginLook(subjectId: number, { name, perMinute, longestMs, busySeconds }: Look) {
  const looking = `${name}-looking:${subjectId}`;
  const spent = await transaction("system", async tx => {
    const many = { key: `${name}:${subjectId}`, limit: perMinute * env.rateLimitScale, windowSeconds: 60 };
    const minute = await spend(tx, [many]);
    if (!minute.ok) return minute;
    // Whoever dies in the middle is waited for.
    const one = { key: looking, limit: 1, windowSeconds: longestMs / 1000 + 10 };
    const alone = await spend(tx, [one]);
    return alone.ok ? alone : { ...alone, retryAfterSeconds: Math.min(alone.retryAfterSeconds, busySeconds) };
  });
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
  return () => withoutPatience(() => transaction("system", tx => forget(tx, [looking])));
}
