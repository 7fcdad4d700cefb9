import type { DealKind } from "../schema/deals";

/** The two sets of paths: those of the source on one origin, or reZEN's own on two. */
export type RezenProfile = "simple" | "real";

/** Where a data set is: on which of the two origins, under which path below `/api/v1`, with which fixed part of a query. */
export type RezenPath = { host: "agents" | "deals"; path: string; query?: Record<string, string> };

// What goes into a path or query comes from people and from reZEN's own answers.
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** True for an id that can stand in a path. */
export const isPathId = (id: string): boolean => idPattern.test(id);

const onAgents = (path: string, query: Record<string, string> = {}): RezenPath => ({ host: "agents", path, query });
const onDeals = (path: string, query: Record<string, string> = {}): RezenPath => ({ host: "deals", path, query });

const oldestFirst = { sortBy: "CREATED_AT", sortDirection: "ASC" };
const lists: Record<DealKind, string> = { listing: "listing-transactions", transaction: "transactions" };

/** Each data set's addresses: `simple` are those of the source, `real` those that reZEN's own pages use. Ids are checked by whoever asks. */
export const rezenPaths = {
  agent: (id: string): RezenPath => onAgents(`agents/${id}`),
  ownAgent: (): RezenPath => onAgents("agents/me"),
  team: (teamId: string): RezenPath => onAgents(`teams/${teamId}`),
  members: (teamId: string): RezenPath => onAgents(`teams/${teamId}/members`),
  sponsors: (id: string): RezenPath => onAgents(`agents/${id}/sponsor-tree`),
  downLine: (id: string, tier: number, status: string): RezenPath =>
    onAgents(`agents/${id}/down-line/${tier}`, { statusIn: status }),
  deals: {
    simple: (id: string, kind: DealKind): RezenPath =>
      onAgents(kind === "listing" ? "listings" : "transactions", { agentId: id, ...oldestFirst }),
    real: (id: string, kind: DealKind, group: string): RezenPath =>
      onDeals(`transactions/participant/${id}/${lists[kind]}/${group}`, { lifeCycleGroup: group, ...oldestFirst }),
  },
  dealCounts: (id: string, kind: DealKind): RezenPath =>
    onDeals(`transactions/participant/${id}/${lists[kind]}/lifecycle-group-counts`),
  contributions: {
    simple: (id: string, tier: number): RezenPath => onAgents("contributions", { agentId: id, tier: String(tier) }),
    real: (id: string, tier: number): RezenPath => onDeals(`revshares/${id}/contributions/${tier}`),
  },
  cap: {
    simple: (id: string): RezenPath => onAgents(`agents/${id}/cap-data`),
    real: (id: string): RezenPath => onAgents(`agents/${id}/cap-info`),
  },
  // No public document tells of an address of reZEN's own for this one.
  equity: (id: string): RezenPath => onAgents(`equity/${id}`),
  payments: {
    simple: (id: string): RezenPath => onAgents(`revshare/payments/${id}`),
    pending: (id: string): RezenPath => onDeals(`revshares/${id}/payments/pending`),
    paid: (id: string): RezenPath => onDeals(`revshares/${id}/payments`),
  },
};
