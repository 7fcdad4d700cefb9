// Each bound is a tenth above the one before it: from a millisecond to three minutes in 128 steps.
const growth = 1.1;
/** The last bucket; what took longer is in it too. */
export const lastBucket = 128;

/** The bucket of a time in milliseconds. */
export const bucketOf = (ms: number): number =>
  ms <= 1 ? 0 : Math.min(lastBucket, Math.ceil(Math.log(ms) / Math.log(growth) - 1e-9));

const boundOf = (bucket: number): number => growth ** bucket;

/** How many of a measure's samples lie in a bucket, and how long the slowest of them took. */
export type Counted = { bucket: number; count: number; slowestMs: number };

/** The times of many samples, in order of their buckets. */
export type Spread = { samples: number; slowestMs: number; counts: readonly Counted[] };

/** Adds counts of whichever windows and names up. */
export function spreadOf(counts: readonly Counted[]): Spread {
  const ordered = [...counts].sort((a, b) => a.bucket - b.bucket);
  const samples = ordered.reduce((sum, { count }) => sum + count, 0);
  return { samples, slowestMs: Math.max(0, ...ordered.map(({ slowestMs }) => slowestMs)), counts: ordered };
}

/**
 * The time in milliseconds that such a share (0.95) of the samples took at most; null without any. It is the upper bound of a bucket: never less than the
 * true one, and at most a tenth more.
 */
export function shareWithin({ samples, slowestMs, counts }: Spread, share: number): number | null {
  if (samples === 0) return null;
  let seen = 0;
  for (const { bucket, count } of counts) {
    seen += count;
    if (seen >= Math.ceil(samples * share - 1e-9))
      return bucket === lastBucket ? slowestMs : Math.min(boundOf(bucket), slowestMs);
  }
  return slowestMs;
}
