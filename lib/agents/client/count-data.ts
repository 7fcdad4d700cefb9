import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import type { DealKind } from "./deals";
import { isRecord } from "./fields";
import { pageSize, readList } from "./pages";
import { agentOf, askRezen, profileOf, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

/** What a sync will be about, as far as reZEN says: null where it does not. */
export type DataCounts = { listings: number | null; transactions: number | null; calls: number | null };

// Of a sync without its deals: agent, team, sponsors, caps, shares, payments, five tiers of contributions, and in the real profile the down-line.
// There each life-cycle group has a page of its own, too.
const otherCalls = { simple: 12, real: 40 };
// Nobody is stopped for not knowing.
const saysNothing: readonly string[] = ["permission", "wrong_address", "unexpected"];

/** Asks how much there is to fetch, by a call or two. Throws OutboundError when reZEN cannot be asked at all. */
export async function countData(access: RezenAccess, signal?: AbortSignal): Promise<DataCounts> {
  const [listings, transactions] = await Promise.all([
    countDeals(access, "listing", signal),
    countDeals(access, "transaction", signal),
  ]);
  if (listings === null || transactions === null) return { listings, transactions, calls: null };
  const pages = [listings, transactions].map(count => Math.max(1, Math.ceil(count / pageSize)));
  const calls = pages.reduce((sum, count) => sum + count, otherCalls[profileOf(access)]);
  return { listings, transactions, calls };
}

async function countDeals(
  access: RezenAccess,
  kind: DealKind,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const id = agentOf(access);
  try {
    if (profileOf(access) === "real")
      return readGroupCounts(await askRezen(access, rezenPaths.dealCounts(id, kind), signal));
    const path = rezenPaths.deals.simple(id, kind);
    const query = { ...path.query, pageNumber: "0", pageSize: "1" };
    return readList(await askRezen(access, { ...path, query }, signal), ["listings", "transactions"])?.total ?? null;
  } catch (failure) {
    if (failure instanceof OutboundError && saysNothing.includes(failure.kind)) return null;
    throw failure;
  }
}

const groupName = /^(open|closed|terminated)/i;

/** Sums counts by life-cycle group, told as `{open: 1, …}` or as a list of `{lifeCycleGroup, count}`; null when it is neither. */
export function readGroupCounts(body: unknown): number | null {
  const told = isRecord(body) ? (Object.values(body).find(Array.isArray) ?? body) : body;
  const pairs = Array.isArray(told)
    ? told
        .filter(isRecord)
        .map(
          entry => [entry.lifeCycleGroup ?? entry.lifecycleGroup ?? entry.group, entry.count ?? entry.total] as const,
        )
    : Object.entries(isRecord(told) ? told : {});
  const counts = pairs
    .filter(([name]) => typeof name === "string" && groupName.test(name))
    .map(([, count]) => Number(count));
  const isSound = counts.length > 0 && counts.every(count => Number.isSafeInteger(count) && count >= 0);
  return isSound ? counts.reduce((sum, count) => sum + count, 0) : null;
}
