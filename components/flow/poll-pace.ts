/** How long to wait until a run is asked about again, in milliseconds: 2 s, after 2 min 5 s, after 10 min 15 s. */
export function pollPauseMs(elapsedMs: number): number {
  if (elapsedMs < 120_000) return 2000;
  return elapsedMs < 600_000 ? 5000 : 15_000;
}
