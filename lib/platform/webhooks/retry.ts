// The schedule that Standard Webhooks recommends, as far as it goes within a day. In seconds.
const waits = [5, 300, 1800, 7200, 18_000, 36_000] as const;
const day = 86_400;
const longestAsked = 3600;
const jitterShare = 0.1;

/** Longer than an attempt may take, with its wait for a seat: until then nobody else sends the same message. In seconds. */
export const leaseSeconds = 60;

/** What is known of a message whose attempt of this number has failed; its age counts from its first try, or the first one after it was sent again by hand. */
type Failed = { attempts: number; ageSeconds: number; retryAfterSeconds?: number | undefined };

/**
 * Seconds until a message is tried again, a little more each time than the schedule says, so that many do not come at once; up to an hour that the
 * address asks for is waited. The last attempt is at the end of the day; null after it.
 */
export function delayAfter(
  { attempts, ageSeconds, retryAfterSeconds = 0 }: Failed,
  random = Math.random(),
): number | null {
  const left = day - ageSeconds;
  if (left <= 0) return null;
  const planned = waits[Math.min(Math.max(attempts, 1), waits.length) - 1] ?? 0;
  const wait = Math.max(planned * (1 + jitterShare * random), Math.min(retryAfterSeconds, longestAsked));
  return Math.min(wait, left);
}
