import { setTimeout as sleep } from "node:timers/promises";
import { maskSecret } from "@/lib/platform/sandbox/call-log";
import { jsonReply, type SandboxCall, type SandboxReply, type SandboxUpstream } from "@/lib/platform/sandbox/upstream";
import type { Changes } from "./lists";
import { findRoute, type Refusal } from "./routes";
import type { Wire } from "./wire";
import { type RezenSizes, usualSizes, type World, worldOf } from "./world";

const names: Record<number, string> = {
  ...{ 400: "BAD_REQUEST", 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 422: "UNPROCESSABLE_ENTITY" },
  ...{ 429: "TOO_MANY_REQUESTS", 500: "INTERNAL_SERVER_ERROR", 503: "SERVICE_UNAVAILABLE" },
};

/** reZEN's way of writing an error. */
function refuse(status: number, headers: Record<string, string> = {}): SandboxReply {
  const error = {
    status: names[status] ?? "ERROR",
    message: `${names[status] ?? "Error"} (sandbox)`,
    timestamp: new Date().toISOString(),
  };
  return jsonReply(status, { "com.real.commons.apierror.ApiError": error }, headers);
}

/**
 * reZEN with both sets of paths: at `/rezen` those of the source and those of agents and teams, at `/rezen/deals` those of deals and revenue
 * share. Operations: agent team listings transactions sponsor_tree contributions cap equity revshare. `changes` is what tests make of single records.
 */
export function rezenSandbox(sizes: Partial<RezenSizes>, now: Date): SandboxUpstream {
  const { latencyMs, ...counts } = { ...usualSizes, ...sizes };
  const world = worldOf({ ...counts, latencyMs }, now);
  const changes = new Map<string, Wire | null>();
  return {
    name: "rezen",
    prefix: "/rezen",
    operation: call => findRoute(call.path)?.operation ?? "unknown",
    describe: call => ({ key: maskSecret(call.headers["x-api-key"]) }),
    refuse: status => refuse(status),
    acts: ["empty", "duplicates", "endless", "moved_total", "drift"],
    changes,
    handle: async call => {
      if (latencyMs > 0) await sleep(latencyMs);
      return answer(call, world, changes);
    },
  };
}

function answer(call: SandboxCall, world: World, changes: Changes): SandboxReply {
  const key = call.headers["x-api-key"];
  if (key === "real_noperm_key") return refuse(403);
  if (key === "real_limited_key") return refuse(429, { "retry-after": "30" });
  const me = world.agents.find(agent => agent.key === key);
  if (!me) return refuse(401);
  const route = findRoute(call.path);
  if (!route || call.method !== "GET") return refuse(404);
  const asked = { world, me, query: call.url.searchParams, fault: call.fault, changes };
  const body: unknown | Refusal = route.answer(asked);
  return typeof body === "number" ? refuse(body) : jsonReply(200, body);
}
