/**
 * Calls `stop(reason)` once when this process should end: Ctrl-C, SIGTERM, SIGHUP, its output gone, or the npm that runs it killed;
 * `again` when it is told once more. Without it npm's death would leave everything running.
 */
export function onEnding(stop, again = () => {}) {
  let isTold = false;
  const tell = reason => {
    if (isTold) return again();
    isTold = true;
    stop(reason);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => tell(signal));
  process.stdout.on("error", () => !isTold && tell("SIGPIPE"));
  process.stderr.on("error", () => {});
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    tell("SIGHUP");
  }, 500);
  watch.unref();
}
