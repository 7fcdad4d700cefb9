/**
 * How Node runs what serves and works. Left alone V8 lets old objects pile up to hundreds of megabytes before it looks at them, which makes nothing
 * of ours faster: a feed of 100,000 rows took 280 MB on top of an idle worker, and takes 70 with these (docs/performance.md).
 */
export const nodeFlags = ["--max-semi-space-size=8", "--heap-growing-percent=20"];
