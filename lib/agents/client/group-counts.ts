import { isRecord } from "@/lib/platform/parse-json";
import type { DealKind } from "../schema/deals";
import { type LifecycleGroup, lifecycleGroups } from "./entities";
import { agentOf, askRezen, type RezenAccess } from "./rezen-call";
import { rezenPaths } from "./rezen-paths";

/** How many deals there are in each life-cycle group that was told of. */
export type GroupCounts = Partial<Record<LifecycleGroup, number>>;

/** Asks the real profile how many deals there are by life-cycle group; null when the answer does not say. Throws OutboundError. */
export const countGroups = async (
  access: RezenAccess,
  of: DealKind,
  signal: AbortSignal | undefined,
): Promise<GroupCounts | null> =>
  readGroupCounts(await askRezen(access, rezenPaths.dealCounts(agentOf(access), of), signal));

const groupOf = (name: unknown) =>
  typeof name === "string" ? lifecycleGroups.find(group => name.toUpperCase().startsWith(group)) : undefined;

/** Reads counts by life-cycle group, told as `{open: 1, …}` or as a list of `{lifeCycleGroup, count}`; null when it is neither. */
export function readGroupCounts(body: unknown): GroupCounts | null {
  const told = isRecord(body) ? (Object.values(body).find(Array.isArray) ?? body) : body;
  const pairs = Array.isArray(told)
    ? told
        .filter(isRecord)
        .map(
          entry => [entry.lifeCycleGroup ?? entry.lifecycleGroup ?? entry.group, entry.count ?? entry.total] as const,
        )
    : Object.entries(isRecord(told) ? told : {});
  const counts: GroupCounts = {};
  for (const [name, value] of pairs) {
    const [group, count] = [groupOf(name), Number(value)];
    if (!group) continue;
    if (!Number.isSafeInteger(count) || count < 0) return null;
    counts[group] = (counts[group] ?? 0) + count;
  }
  return Object.keys(counts).length > 0 ? counts : null;
}

/** All groups together. */
export const sumGroups = (counts: GroupCounts | null): number | null =>
  counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
