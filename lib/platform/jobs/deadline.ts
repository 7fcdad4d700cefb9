/** Work that went on after its signal had fired, and was left to itself. */
export class LeftBehind extends Error {
  constructor() {
    super("it went on long after it was told to stop");
    this.name = "LeftBehind";
  }
}

/** The work's own end, or `LeftBehind` when it goes on for so long after the signal has fired. Nobody waits for it then, and what it may still do is no longer heard. */
export async function leaveBehind<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const { promise: patience, reject } = Promise.withResolvers<never>();
  const begin = () => {
    timer = setTimeout(() => reject(new LeftBehind()), graceMs);
  };
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", begin);
  }
}

const longestGraceMs = 25_000;

/**
 * Runs work under a signal that fires when `stopping` does or its time is over. Who does not heed it is left behind as long again after, 25 s
 * at most, so that its place is free whatever it does.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { deadlineSeconds, stopping }: { deadlineSeconds: number; stopping: AbortSignal },
): Promise<T> {
  const over = new AbortController();
  const late = () => over.abort(new Error(`it took more than ${deadlineSeconds} s`));
  const timer = setTimeout(late, deadlineSeconds * 1000);
  const stop = () => over.abort(stopping.reason);
  // By hand: what follows `stopping` by AbortSignal.any is remembered there, for the life of the process.
  if (stopping.aborted) stop();
  else stopping.addEventListener("abort", stop, { once: true });
  const { signal } = over;
  try {
    return await leaveBehind(work(signal), signal, Math.min(longestGraceMs, deadlineSeconds * 1000));
  } finally {
    clearTimeout(timer);
    stopping.removeEventListener("abort", stop);
  }
}
