// By how many percent the old objects may grow until V8 looks at them: a web server that reads a feed stays small with less, a worker that imports
// one is faster with more.
const growthOf = { web: 20, worker: 30 };

/**
 * How Node runs what serves and works. Left alone V8 lets objects pile up to hundreds of megabytes before it looks at them, which makes nothing
 * of ours faster: a feed of 100,000 rows took 280 MB on top of an idle worker, and takes about 90 with these (docs/performance.md).
 */
export const nodeFlags = name => ["--max-semi-space-size=8", `--heap-growing-percent=${growthOf[name] ?? 30}`];
