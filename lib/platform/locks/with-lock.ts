import { randomToken } from "../crypto";
import { log } from "../log";
import { hasRedis } from "../redis/client";
import { inPostgres } from "./in-postgres";
import { inRedis } from "./in-redis";
import type { Holding, LockStore } from "./lock-store";

/** Somebody else holds the lock: who, since when, and in how many seconds a try may be worth it. Each caller says it in its own words. */
export class LockHeld extends Error {
  readonly holder: string;
  readonly since: Date;
  readonly retryAfterSeconds: number;

  constructor(key: string, { holder, since, freeInSeconds }: Holding) {
    super(`${key} is held by ${holder} since ${since.toISOString()}`);
    this.name = "LockHeld";
    this.holder = holder;
    this.since = since;
    this.retryAfterSeconds = Math.max(1, freeInSeconds);
  }
}

/** How long a lease lasts without being renewed, who holds it in words for people, and for how long it is renewed at most. */
export type LockOptions = { ttlSeconds: number; holder: string; longestSeconds?: number };

// What hangs for longer than any work of ours may take must not keep the others out for ever.
const longestByDefault = 120;
const renewalsPerLease = 3;

const chooseStore = (): LockStore => (hasRedis() ? inRedis : inPostgres);

/** Renews a lease until it is told to stop, lost, or older than `longestSeconds`; returns what stops it. */
function keepRenewing(store: LockStore, key: string, token: string, options: Required<LockOptions>): () => void {
  const { ttlSeconds, longestSeconds, holder } = options;
  const startedMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const lose = (why: string) => log.warn({ key, holder, why }, "a lock was lost while its work went on");
  const beat = async () => {
    if (performance.now() - startedMs > longestSeconds * 1000) return lose("it took too long");
    const isOurs = await store.renew({ key, token, ttlSeconds }).catch((error: unknown) => {
      log.warn({ err: error, key }, "a lock could not be renewed");
      return true; // perhaps the next time
    });
    if (isStopped) return; // freed by us meanwhile
    if (!isOurs) return lose("its lease ran out");
    wait();
  };
  let isStopped = false;
  const wait = () => {
    timer = setTimeout(beat, (ttlSeconds * 1000) / renewalsPerLease);
  };
  wait();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/**
 * Does `work` while nobody else anywhere does anything under the same key (`member:17`), and returns its result. Does not wait: throws `LockHeld` when
 * somebody else is at it. The lease is renewed while the work goes on; when this process dies it is free after `ttlSeconds`.
 * With Redis it throws `unavailable` when that cannot be reached.
 *
 * Who is slower than the lease (frozen, or cut off) may find a second one at work: it then neither renews nor frees the other's lock, and its work goes on to
 * its end and its result is returned. So a lock spares work and answers who is at it; what must never be twice is refused by an index.
 */
export async function withLock<T>(key: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const store = chooseStore();
  const token = randomToken();
  const held = await store.take({ key, token, holder: options.holder, ttlSeconds: options.ttlSeconds });
  if (held) throw new LockHeld(key, held);
  const stop = keepRenewing(store, key, token, { longestSeconds: longestByDefault, ...options });
  try {
    return await work();
  } finally {
    stop();
    // The work is done, whatever becomes of its lock: it is free by itself when its lease is over.
    await store
      .release({ key, token })
      .catch((error: unknown) => log.warn({ err: error, key }, "a lock was not freed"));
  }
}

/** Does anybody work under this key at this moment? For those who only want to tell: it holds nothing, and may be different a moment later. */
export const isLocked = (key: string): Promise<boolean> => chooseStore().isHeld(key);
