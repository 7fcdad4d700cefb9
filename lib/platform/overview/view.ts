import type { Kind } from "../flow/subject";
import type { ShownStatus } from "../onboardings/schema";

/** The statuses that the overview counts, in the order of its columns. */
export const countedStatuses = [
  ...(["running", "waiting", "retrying", "stalled"] as const),
  ...(["partial", "failed", "complete"] as const),
] satisfies ShownStatus[];
export type CountedStatus = (typeof countedStatuses)[number];

/** How many onboardings of a kind stand how; each number is told up to `mostCounted`. */
export type KindCounts = { kind: Kind; counts: Record<CountedStatus, number> };

/** More than this many are told as "more than". */
export const mostCounted = 1000;

/** What the desk begins with: what needs a hand now, and how many onboardings stand where. */
export type OverviewView = {
  kinds: KindCounts[];
  /** Alerts that go on and that nobody has taken note of. */
  openAlerts: number;
  /** Jobs that failed at every try and were not sent again. */
  deadLetters: number;
  /** Whom we call only to see whether they are back. */
  openCircuits: string[];
};
