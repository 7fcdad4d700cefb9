import module from "node:module";

/**
 * Ends this process well: on SIGTERM, SIGINT, SIGHUP, or when the process that started us with a channel is gone, `stop` runs once,
 * and we leave with 0 when it is done or after `graceSeconds`.
 */
export function stopOnSignal(stop, graceSeconds) {
  let stopping = false;
  const leave = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), graceSeconds * 1000).unref();
    Promise.resolve()
      .then(stop)
      .catch(error => console.error("stopping:", error))
      .finally(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, leave);
  if (process.send) {
    process.on("disconnect", leave);
    if (!process.connected) leave();
  }
  // Who started us may be killed and take its end of our output along; that must not keep us from stopping well.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

/** Tells the process that started us, if it listens, that we serve now, and keeps what was compiled until then for the next start. */
export function sayReady() {
  process.send?.({ ready: true });
  // Left alone Node writes it when a process ends well, and ours may be killed.
  setTimeout(() => module.flushCompileCache?.(), 2000).unref();
}
