/** What a feed may be at most; bytes, milliseconds and counts. */
export const feedLimits = {
  wireBytes: 50 * 1024 * 1024,
  inflatedBytes: 200 * 1024 * 1024,
  totalMs: 60_000,
  redirects: 5,
  rows: 1_000_000,
  columns: 200,
  fieldBytes: 64 * 1024,
};
export type FeedLimits = typeof feedLimits;
