/** What is known of the one who holds a lock: who, since when, and in how many seconds it is free at the latest unless it is renewed. */
export type Holding = { holder: string; since: Date; freeInSeconds: number };

/** One try to take a lock: for whom, for how long, and the token that only this try knows. */
export type Wanted = { key: string; token: string; holder: string; ttlSeconds: number };

/** A place where locks are kept. Each of these is one atomic act there, by the clock of that place. */
export type LockStore = {
  /** Takes a free lock and returns null, or returns who holds it. */
  take(wanted: Wanted): Promise<Holding | null>;
  /** Extends a lock by its ttl from now; false when this token holds it no more. */
  renew(wanted: Pick<Wanted, "key" | "token" | "ttlSeconds">): Promise<boolean>;
  /** Does anybody hold this lock at this moment? Changes nothing. */
  isHeld(key: string): Promise<boolean>;
  /** Frees a lock that this token holds; of another's, and of none, nothing changes. */
  release(wanted: Pick<Wanted, "key" | "token">): Promise<void>;
};
