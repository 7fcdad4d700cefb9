import type { Choice } from "../preferences/schema";

// How syncs and imports end that are done, or go on by themselves. What waits for somebody, what support does and what is chosen elsewhere is always written.
const runs: ReadonlySet<string> = new Set([
  ...["store_run_complete", "store_run_problems", "store_refresh_partial", "store_refresh_failed"],
  ...["store_orders_failed", "agent_sync_started", "agent_sync_complete", "customer_aboard", "customer_run_complete"],
]);
// They wait for somebody unless what is missing is tried again by itself.
const runsIfTriedAgain: ReadonlySet<string> = new Set(["agent_sync_partial", "agent_sync_failed"]);

/** What somebody must want so that a notice of this kind, with these values, is written; null where it always is. */
export function choiceOf(kind: string, values: Readonly<Record<string, string | number>>): Choice | null {
  const isRun = runs.has(kind) || (runsIfTriedAgain.has(kind) && values.again === "by_itself");
  return isRun ? "runs.in_app" : null;
}
