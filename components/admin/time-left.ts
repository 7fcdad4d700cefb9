/** A length of time in one unit. */
export type TimePart = { unit: "day" | "hour" | "minute" | "second"; value: number };

const lengths = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/**
 * How long it still is, in the two largest units: 2 days 3 hours. It counts what passes, so that a day on which the clocks change has 23 or 25 hours.
 * Seconds are told in the last minute alone.
 */
export function partsOf(seconds: number): TimePart[] {
  const first = lengths.findIndex(([, length]) => seconds >= length);
  if (first === -1) return [];
  let left = Math.floor(seconds);
  const parts = lengths.slice(first, first + 2).map(([unit, length]) => {
    const value = Math.floor(left / length);
    left -= value * length;
    return { unit, value };
  });
  return parts.filter(({ unit, value }, at) => at === 0 || (value > 0 && unit !== "second"));
}
