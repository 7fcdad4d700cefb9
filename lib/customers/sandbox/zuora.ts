import { createHash, randomBytes } from "node:crypto";
import { maskSecret } from "@/lib/platform/sandbox/call-log";
import { jsonReply, type SandboxCall, type SandboxReply, type SandboxUpstream } from "@/lib/platform/sandbox/upstream";
import { RateLimits } from "./limits";
import { type Changes, pageWire } from "./page";
import { clientSecret, type Tenant, tenants, usualSizes, type ZuoraSizes } from "./tenants";
import { exportWire, workflowId, workflowWire } from "./workflows";

const tokensPerMinute = 100;
/** No `: ; " '` and ASCII only, says Zuora. */
const trackId = /^(?:(?![:;"'])[\x20-\x7e]){1,64}$/;

const texts: Record<number, string> = {
  ...{ 400: "Bad request", 401: "Unauthorized", 403: "You don't have permission to access this resource" },
  ...{ 404: "Not found", 429: "Too many requests" },
};
const refuse = (status: number, headers: Record<string, string> = {}) =>
  jsonReply(status, { message: texts[status] ?? "Internal server error" }, headers);

/** What Zuora tells of whoever has used up a minute. */
const spent = {
  "ratelimit-limit": "50000, 50000;w=60, 2250000;w=3600, 27000000;w=86400",
  ...{ "ratelimit-remaining": "0", "ratelimit-reset": "45" },
};

type Zuora = {
  sizes: ZuoraSizes;
  changes: Map<string, Record<string, unknown> | null>;
  limits: RateLimits;
  tokens: Map<string, { tenant: Tenant; untilMs: number }>;
  /** When tokens were asked for in the last minute. */
  asked: number[];
};

/**
 * Zuora at `/zuora`: OAuth and the Workflow API, with several tenants (`tenants.ts`). Operations: token workflows workflow export.
 * `changes` is what tests make of single workflows, by their id, in all tenants.
 */
export function zuoraSandbox(sizes: Partial<ZuoraSizes>): SandboxUpstream {
  const changes: Zuora["changes"] = new Map();
  const zuora: Zuora = {
    ...{ sizes: { ...usualSizes, ...sizes }, changes, limits: new RateLimits() },
    ...{ tokens: new Map(), asked: [] },
  };
  return {
    name: "zuora",
    prefix: "/zuora",
    operation: ({ path }) => operationOf(path),
    describe: call => ({ client: maskSecret(formOf(call).get("client_id") ?? undefined), query: call.url.search }),
    refuse: status => refuse(status, status === 429 ? spent : {}),
    acts: ["empty", "duplicates", "endless", "drift"],
    changes,
    handle: call => tracked(call, call.path === "/oauth/token" ? giveToken(zuora, call) : answer(zuora, call)),
  };
}

function operationOf(path: string): string {
  if (path === "/oauth/token") return "token";
  if (path === "/workflows") return "workflows";
  return /^\/workflows\/[^/]+(\/export)?$/.exec(path)?.[0].includes("/export") ? "export" : "workflow";
}

const isForm = ({ headers }: SandboxCall) =>
  /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
const formOf = (call: SandboxCall) => new URLSearchParams(isForm(call) ? call.body.toString("utf8") : "");

/** What somebody calls a call comes back with its answer. */
function tracked({ headers }: SandboxCall, reply: SandboxReply): SandboxReply {
  const told = headers["zuora-track-id"];
  const id = { "zuora-request-id": randomBytes(16).toString("hex") };
  if (told === undefined) return { ...reply, headers: { ...reply.headers, ...id } };
  if (!trackId.test(told)) return refuse(400, id);
  return { ...reply, headers: { ...reply.headers, ...id, "zuora-track-id": told } };
}

function giveToken({ asked, tokens, sizes }: Zuora, call: SandboxCall): SandboxReply {
  if (call.method !== "POST") return refuse(404);
  const nowMs = Date.now();
  asked.splice(0, asked.length, ...asked.filter(ms => ms > nowMs - 60_000), nowMs);
  if (asked.length > tokensPerMinute) return refuse(429, { "retry-after": "60" });
  const form = formOf(call);
  if (form.get("grant_type") !== "client_credentials") return jsonReply(400, { error: "unsupported_grant_type" });
  const tenant = tenants.find(({ clientId }) => clientId === form.get("client_id"));
  if (!tenant) return jsonReply(401, { message: "Invalid client id" });
  if (form.get("client_secret") !== clientSecret)
    return jsonReply(401, { error: "invalid_client", error_description: "Invalid client secret" });
  const token = randomBytes(16).toString("hex");
  for (const [old, { untilMs }] of tokens) if (untilMs < nowMs) tokens.delete(old);
  tokens.set(token, { tenant, untilMs: nowMs + sizes.tokenSeconds * 1000 });
  const entity = createHash("sha256").update(String(tenant.number)).digest("hex").slice(0, 8);
  return jsonReply(200, {
    ...{ access_token: token, token_type: "bearer", expires_in: sizes.tokenSeconds, jti: token },
    scope: `user.${entity} entity.${entity} service.workflow.read tenant.${tenant.number}`,
  });
}

function answer(zuora: Zuora, call: SandboxCall): SandboxReply {
  const token = /^Bearer ([0-9a-f]{32})$/i.exec(call.headers.authorization ?? "")?.[1];
  const known = token === undefined ? undefined : zuora.tokens.get(token);
  const nowMs = Date.now();
  if (!known || known.untilMs < nowMs) return refuse(401);
  const { tenant } = known;
  const { isLetIn, headers } = zuora.limits.take(tenant, nowMs);
  if (!isLetIn) return refuse(429, headers);
  const reply = tenant.oddity === "unsuccessful" ? unsuccessful() : read(zuora, tenant, call);
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Zuora's own way of failing with 200: only what is written in it tells. */
const unsuccessful = () =>
  jsonReply(200, {
    ...{ success: false, processId: "E1D2C3B4A5F60718", requestId: randomBytes(16).toString("hex") },
    reasons: [{ code: "58560061", message: "The workflow service is not available for the moment." }],
  });

function read(zuora: Zuora, tenant: Tenant, call: SandboxCall): SandboxReply {
  if (call.method !== "GET") return refuse(404);
  if (!tenant.rights.includes("view")) return refuse(403);
  const { sizes, changes } = zuora;
  if (call.path === "/workflows") {
    const source = { count: sizes.workflows, at: (index: number) => workflowWire(tenant, index) };
    return pageWire(source, { call, changes, isElsewhere: tenant.oddity === "next_page" });
  }
  const [, id = "", rest] = /^\/workflows\/([^/]+)(\/export)?$/.exec(call.path) ?? [];
  const index = Array.from({ length: sizes.workflows }, (_, at) => workflowId(at)).indexOf(Number(id));
  if (index === -1 || changes.get(id) === null) return refuse(404);
  // How many tasks it has is one of the things that tests change.
  const tasks = Number(changes.get(id)?.taskCount ?? sizes.tasks);
  return rest ? readExport(tenant, call, () => changed(exportWire(tenant, index, tasks), changes, id)) : one();

  function one(): SandboxReply {
    const { latest_inactive_verisons: _, ...wire } = workflowWire(tenant, index);
    return jsonReply(200, { ...wire, priority: "Medium", ...changes.get(id) });
  }
}

const changed = (wire: Record<string, unknown>, changes: Changes, id: string) => ({
  ...wire,
  workflow: { ...(wire.workflow as object), ...changes.get(id) },
});

function readExport(tenant: Tenant, { url, fault }: SandboxCall, make: () => Record<string, unknown>): SandboxReply {
  if (!tenant.rights.includes("export")) return refuse(403);
  const version = url.searchParams.get("version") ?? "latest";
  if (!/^(latest|\d+(\.\d+){0,2})$/.test(version)) return jsonReply(400, { error: "Invalid version" });
  if (!["latest", "0.0.1", "0.0.2"].includes(version)) return refuse(404);
  const wire = make();
  if (fault === "empty") return jsonReply(200, {});
  return jsonReply(200, fault === "drift" ? drifted(wire) : wire);
}

/** The same export after a careless release on the other side: a task loses its id, and a link one of its ends. */
function drifted(wire: Record<string, unknown>): Record<string, unknown> {
  const [tasks, linkages] = [wire.tasks as object[], wire.linkages as object[]];
  return {
    ...wire,
    tasks: tasks.map((task, at) => (at === 1 ? { ...task, id: undefined } : task)),
    linkages: linkages.map((linkage, at) => (at === 2 ? { ...linkage, source_task_id: "none" } : linkage)),
  };
}
