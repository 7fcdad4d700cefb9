/** A chore as the desk shows it: when it was done last and how long that took, when it last found something to do, and its last failure. */
export type ChoreView = {
  name: string;
  lastAt: string;
  tookMs: number;
  passes: number;
  didAt: string | null;
  did: number;
  failures: number;
  failedAt: string | null;
  error: string | null;
};

/** What a chore did, or why it failed, within half a minute. */
export type ChorePassView = { id: string; name: string; at: string; tookMs: number; did: number; error: string | null };

/** Work that is planned for people: how many have a time, the next of them, how many are due within a day, and how many are late. */
export type PlannedView = {
  name: "agent_syncs" | "store_feeds" | "store_orders" | "customer_syncs" | "customer_tests" | "member_activations";
  planned: number;
  withinDay: number;
  late: number;
  nextAt: string | null;
};
