import type { SyncStepId } from "../schema/sync";
import { tiers } from "./entities";
import { pageSize } from "./pages";
import type { RezenProfile } from "./rezen-paths";

/** How many entries there are of what a sync reads; null is not known. What comes tier by tier is counted so, as far as it is known. */
export type DataSizes = {
  listings: number | null;
  transactions: number | null;
  /** Those of the agent's team, the agent included; 0 = in no team. */
  members: number | null;
  contributions: readonly number[];
  /** Those below, by tier and status. */
  network: readonly number[];
  payments: number;
};

const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / pageSize));
/** Parts that are read one by one are one request each, and what goes over a page one more. */
const pagesOfParts = (counts: readonly number[], parts: number): number =>
  counts.reduce((sum, count) => sum + pagesOf(count) - 1, parts);

const lifecycleGroups = 3;
const statuses = 4;

/** About how many requests each data set takes where nothing fails; null for one whose size is not known. */
export function expectCalls(profile: RezenProfile, sizes: DataSizes): Record<SyncStepId, number | null> {
  const isReal = profile === "real";
  const { listings, transactions, members, contributions, network, payments } = sizes;
  const deals = (count: number | null) => (count === null ? null : pagesOf(count) + (isReal ? lifecycleGroups - 1 : 0));
  return {
    agent_data: 1,
    // Reading a whole team of reZEN's own is two requests, however large it is.
    team_roster: members && (isReal ? 2 : pagesOf(members)),
    listings: deals(listings),
    transactions: deals(transactions),
    sponsor_tree: isReal ? pagesOfParts(network, 1 + statuses * tiers.length) : 1,
    contributions: pagesOfParts(contributions, tiers.length),
    cap_data: members === null ? null : Math.max(1, members),
    equity: 1,
    revshare: pagesOf(payments) + (isReal ? 1 : 0),
  };
}

/** The requests of some data sets together; null where that of one is not known. */
export const sumCalls = (calls: ReturnType<typeof expectCalls>, steps: readonly SyncStepId[]): number | null =>
  steps.reduce<number | null>((sum, step) => {
    const count = calls[step];
    return sum === null || count === null ? null : sum + count;
  }, 0);
