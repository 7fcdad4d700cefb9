import { AsyncLocalStorage } from "node:async_hooks";

/** For how long one call is waited with: by and by less, until it is answered. */
type Patience = { leftMs: number; isOver: boolean };

// An answer is due within five seconds, however many transactions it takes.
const wholeMs = 3_500;
// What a call does after its patience is over is to put things in order, and to be tried where nobody is in its way.
const leastMs = 200;
// A round trip is no wait.
const freeMs = 20;

// Next loads modules once per bundle; a call is the same in all of them.
const held = globalThis as typeof globalThis & { gangwayPatience?: AsyncLocalStorage<Patience> };
held.gangwayPatience ??= new AsyncLocalStorage();
const calls = held.gangwayPatience;

/**
 * Answers somebody who waits: all that this waits for the database, for connections and for its statements with their locks, is counted together.
 * Within it, somebody else's answer may have a patience of its own.
 */
export function withPatience<T>(work: () => Promise<T>): Promise<T> {
  const patience = { leftMs: wholeMs, isOver: false };
  // What a call has set going stays behind, and nobody waits for it.
  return calls.run(patience, work).finally(() => (patience.isOver = true));
}

/** Does what takes its time, however long somebody has waited: to erase a person, or to run a sync to its end; and what is everybody's. */
export const withoutPatience = <T>(work: () => T): T => calls.exit(work);

function current(): Patience | undefined {
  const patience = calls.getStore();
  return patience?.isOver ? undefined : patience;
}

/** For how long may be waited at this moment, in milliseconds; null where nobody waits for an answer. */
export function patienceLeft(): number | null {
  const patience = current();
  return patience ? Math.round(Math.max(leastMs, patience.leftMs)) : null;
}

/** Counts a wait that has begun at `sinceMs` of the process's clock. */
export function countWait(sinceMs: number): void {
  const patience = current();
  if (patience) patience.leftMs -= Math.max(0, performance.now() - sinceMs - freeMs);
}
