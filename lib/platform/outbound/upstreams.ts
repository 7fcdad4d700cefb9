/** Everybody we call, and how many calls may be in flight at once over all our processes: the provider's budget, not ours. */
export const upstreamSeats = {
  letzshop: 8,
  feeds: 16,
  rezen: 8,
  zuora: 16,
  twilio: 8,
  smtp: 8,
  slack: 4,
  s3: 32,
  webhooks: 16,
  gangway: 4, // ourselves, asked as anybody would
} as const;

/** How many of them are kept for work that nobody watches: people who look into feeds, or at what an import would bring, must not hold up every import. */
export const seatsKeptForJobs: Partial<Record<Upstream, number>> = { feeds: 6, letzshop: 4, rezen: 4, zuora: 8 };

/** The name of somebody we call. */
export type Upstream = keyof typeof upstreamSeats;
