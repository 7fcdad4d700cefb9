/** The middle of a sample; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** In random order. */
export function shuffled<T>(values: readonly T[]): T[] {
  const keyed = values.map(value => [Math.random(), value] as const);
  return keyed.sort(([a], [b]) => a - b).map(([, value]) => value);
}

// The upper tail of the normal distribution (Abramowitz and Stegun 26.2.17, good to seven digits).
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

/** Mann and Whitney's test, two-sided, for large samples: how likely ranks as uneven as these are where nothing differs. */
export function mannWhitney(left: readonly number[], right: readonly number[]): number {
  const all = [...left.map(value => [value, true] as const), ...right.map(value => [value, false] as const)];
  all.sort(([a], [b]) => a - b);
  let [rankSum, ties] = [0, 0];
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]?.[0] === all[start]?.[0]) end++;
    const size = end - start;
    rankSum += all.slice(start, end).filter(([, isLeft]) => isLeft).length * ((start + end + 1) / 2);
    ties += size ** 3 - size;
    start = end;
  }
  const [n, m, total] = [left.length, right.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const deviation = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  if (deviation === 0) return 1;
  return Math.min(1, 2 * upperTail(Math.abs(u - (n * m) / 2) / deviation));
}

/** How far the medians of two samples lie apart that are the same by nature: the spread (one sigma) over many ways to divide one sample in two. */
export function medianNoise(same: readonly number[], divisions = 1_000): number {
  const half = Math.floor(same.length / 2);
  const differences = Array.from({ length: divisions }, () => {
    const mixed = shuffled(same);
    return median(mixed.slice(0, half)) - median(mixed.slice(half));
  });
  return Math.sqrt(differences.reduce((sum, value) => sum + value ** 2, 0) / divisions);
}
