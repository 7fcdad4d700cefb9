/** Every number of signing in by code (contract, section 3). Seconds unless said otherwise. */
export const codeLimits = {
  digits: 6,
  lifeSeconds: 300,
  triesPerCode: 5,
  alivePerIdentifier: 3,
  /** The wait after the first, second, third send of a challenge; the last one stays. */
  coolDownSeconds: [60, 90, 120, 180],
  /** Up to this many sends a challenge may be sent again at once when we could not deliver its code. */
  sendsWithoutWait: 4,
  wrongPerIdentifier: 10,
  wrongWindowSeconds: 900,
  sendsPerDay: 30,
  /** Of the day's sends those that only a browser which signed in before may use. */
  sendsKeptForDevices: 5,
} as const;

/** How long a browser is known after a sign-in. */
export const deviceLimits = { lifeSeconds: 180 * 24 * 3600 } as const;

/** How long a session lives; staff leave earlier when they do nothing. */
export const sessionLimits = {
  lifeSeconds: 30 * 24 * 3600,
  staffIdleSeconds: 12 * 3600,
  seenEverySeconds: 300,
  /** Calls of routes and server actions that one session may make. */
  callsPerMinute: 300,
} as const;

/** Seconds until a challenge may be sent again after its `sends`-th message. */
export function coolDownAfter(sends: number): number {
  const steps = codeLimits.coolDownSeconds;
  return steps[Math.min(sends, steps.length) - 1] ?? steps[0];
}
