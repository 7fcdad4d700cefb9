/** A run that has ended: how long it took, how many rows it had, and whether it was this subject's own. */
export type PastRun = { seconds: number; rows: number; isOwn: boolean };

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? 0) + (high ?? 0)) / 2;
}

/**
 * Seconds that a run of so many rows will take by those that have ended: by the subject's own where it has any, else by others'. While the
 * number of rows is not known, as long as the middle one of them; null when there are none to go by.
 */
export function estimateSeconds(past: readonly PastRun[], rows: number | null): number | null {
  const own = past.filter(one => one.isOwn);
  const known = own.length > 0 ? own : past;
  const measured = known.filter(one => one.rows > 0);
  if (rows === null || measured.length === 0) return known.length > 0 ? medianOf(known.map(one => one.seconds)) : null;
  return medianOf(measured.map(one => one.seconds / one.rows)) * rows;
}
