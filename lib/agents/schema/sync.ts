import { z } from "zod";

/** The steps of a sync in order, by the names of the FP result (sources/000), with what people read and the columns of `rezen_onboarding_jobs`. */
export const syncSteps = {
  agent_data: { title: "Agent data", column: "agent_data" },
  team_roster: { title: "Team roster", column: "team_members" },
  listings: { title: "Listings", column: "listing_data" },
  transactions: { title: "Transactions", column: "transaction_data" },
  sponsor_tree: { title: "Sponsor tree", column: "sponsor_tree" },
  contributions: { title: "Contributions", column: "contributions" },
  cap_data: { title: "Cap data", column: "network_cap_data" },
  equity: { title: "Equity", column: "equity" },
  revshare: { title: "RevShare payments", column: "pending_revshare_payments" },
} as const;
export type SyncStepId = keyof typeof syncSteps;

/** Their names, in order. */
export const syncStepIds = Object.keys(syncSteps) as [SyncStepId, ...SyncStepId[]];

/** What people read for each. */
export const syncTitles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(syncSteps).map(([id, { title }]) => [id, title]),
);

/** How often a step of a sync is tried before it counts as failed. */
export const syncAttempts = 3;

const highestId = 2_147_483_647;
const accountId = z.number().int().min(1).max(highestId);

/** Whose sync starts (an admin may name anybody's account, everybody else has their own), and whether one that is complete begins again. */
export const StartSync = z.strictObject({ userId: accountId.optional(), restart: z.boolean().optional() });
export type StartSync = z.output<typeof StartSync>;

/** Whose sync is looked at or stopped. */
export const WhoseSync = z.strictObject({ userId: accountId.optional() });
export type WhoseSync = z.output<typeof WhoseSync>;

/** The same in an address. */
export const StatusSearch = z.strictObject({ userId: z.coerce.number().int().min(1).max(highestId).optional() });

/** Whose sync an admin drives to its end. */
export const RunSync = z.strictObject({ userId: accountId });
export type RunSync = z.output<typeof RunSync>;

/** Steps of a sync by their FP names, each once at most. */
export const SyncStepList = z.array(z.enum(syncStepIds, "choose")).min(1, "choose").max(syncStepIds.length, "choose");

/** Which steps are tried again; none named: those that are not done. */
export const RetrySync = z.strictObject({ userId: accountId.optional(), steps: SyncStepList.optional() });
export type RetrySync = z.output<typeof RetrySync>;

/** The same as an admin orders it: those that are named, or all of it from its start, with or without a word why. */
export const RetryOrder = z.strictObject({
  reason: z.string().optional(),
  steps: SyncStepList.optional(),
  all: z.boolean().optional(),
});
