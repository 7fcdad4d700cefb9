import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import type { DealKind } from "../schema/deals";
import { readAgent } from "./agent";
import { countGroups, sumGroups } from "./group-counts";
import { readList } from "./pages";
import { agentOf, askRezen, pathId, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";
import { members } from "./team";

/** How much there is to fetch, as far as reZEN says: null where it does not. `members`: of the agent's team, 0 = in none. */
export type DataCounts = { listings: number | null; transactions: number | null; members: number | null };

/** What is known of a team already, so that nobody needs to ask: how many it has, or which it is (null = none). */
export type KnownTeam = { members: number } | { teamId: string | null } | null;

// Nobody is stopped for not knowing.
const saysNothing: readonly string[] = ["permission", "wrong_address", "unexpected"];

/** Asks how much there is to fetch, by a few small calls. Throws OutboundError when reZEN cannot be asked at all. */
export async function countData(access: RezenAccess, team: KnownTeam, signal?: AbortSignal): Promise<DataCounts> {
  const [listings, transactions, members] = await Promise.all([
    orNull(countDeals(access, "listing", signal)),
    orNull(countDeals(access, "transaction", signal)),
    team && "members" in team ? team.members : orNull(countMembers(access, team, signal)),
  ]);
  return { listings, transactions, members };
}

async function orNull(count: Promise<number | null>): Promise<number | null> {
  try {
    return await count;
  } catch (failure) {
    if (failure instanceof OutboundError && saysNothing.includes(failure.kind)) return null;
    throw failure;
  }
}

async function countMembers(
  access: RezenAccess,
  known: { teamId: string | null } | null,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const { teamId } = known ?? (await readAgent(access, signal)).agent;
  if (teamId === null) return 0;
  if (profileOf(access) === "real") {
    const body = await askRezen(access, rezenPaths.team(pathId(teamId)), signal);
    return readList(body, members.under)?.entries.length ?? null;
  }
  const path = rezenPaths.members(pathId(teamId));
  return countEntries(
    await askRezen(access, { ...path, query: { ...path.query, ...oneEntry } }, signal),
    members.under,
  );
}

const oneEntry = { pageNumber: "0", pageSize: "1" };

/** How many a list says it has. */
const countEntries = (body: unknown, under: readonly string[]): number | null => readList(body, under)?.total ?? null;

async function countDeals(
  access: RezenAccess,
  kind: DealKind,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  if (profileOf(access) === "real") return sumGroups(await countGroups(access, kind, signal));
  const path = rezenPaths.deals.simple(agentOf(access), kind);
  const answer = await askRezen(access, { ...path, query: { ...path.query, ...oneEntry } }, signal);
  return countEntries(answer, ["listings", "transactions"]);
}
