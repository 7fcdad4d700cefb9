// MiB of young objects, and by how many percent the old ones may grow until V8 looks at them: a web server that answers many small calls spends less
// on garbage with more room for the young, and one that reads a feed stays small with less growth; a worker that imports one is faster with more.
const settings = { web: { youngMiB: 16, growth: 20 }, other: { youngMiB: 8, growth: 30 } };

/**
 * How Node runs what serves and works. Left alone V8 lets objects pile up to hundreds of megabytes before it looks at them, which makes nothing
 * of ours faster: a feed of 100,000 rows took 280 MB on top of an idle worker, and takes about 90 with these (docs/performance.md).
 */
export function nodeFlags(name) {
  const { youngMiB, growth } = settings[name] ?? settings.other;
  return [`--max-semi-space-size=${youngMiB}`, `--heap-growing-percent=${growth}`];
}
