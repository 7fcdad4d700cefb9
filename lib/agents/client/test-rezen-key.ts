import { AppError } from "@/lib/platform/errors";
import { OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { readAgentBody } from "./agent";
import type { RezenAgent } from "./entities";
import { askRezen, profileOf, type RezenAccess } from "./rezen-call";
import { isPathId, rezenPaths } from "./rezen-paths";

type Check = "ok" | "failed" | "not_tried";

/** How far a test came. */
export type RezenKeyChecks = { addressAnswers: Check; keyAccepted: Check; mayReadAgent: Check; agentFound: Check };

/** What a test of a key found; `class` is one of the six words that also go over the wire. */
export type RezenKeyTest =
  | { ok: true; checks: RezenKeyChecks; agentId: string; agentName: string; teamId: string | null }
  | { ok: false; checks: RezenKeyChecks; class: OutboundKind; retryAfterSeconds?: number };

const untried: RezenKeyChecks = {
  ...{ addressAnswers: "not_tried", keyAccepted: "not_tried", mayReadAgent: "not_tried", agentFound: "not_tried" },
};
const accepted: RezenKeyChecks = { ...untried, addressAnswers: "ok", keyAccepted: "ok" };
const found: RezenKeyChecks = { ...accepted, mayReadAgent: "ok", agentFound: "ok" };

/** What a refused read of the agent proves: a missing right is told only to a key that is known. */
const checksOf: Record<OutboundKind, RezenKeyChecks> = {
  wrong_address: { ...untried, addressAnswers: "failed" },
  unreachable: { ...untried, addressAnswers: "failed" },
  unexpected: { ...untried, addressAnswers: "failed" },
  rate_limit: { ...untried, addressAnswers: "ok" },
  auth: { ...untried, addressAnswers: "ok", keyAccepted: "failed" },
  permission: { ...accepted, mayReadAgent: "failed" },
};

/**
 * Tries a key by a read that needs it; a failing upstream is an answer too, not an exception. In the real profile reZEN says whose the key is. In
 * the simple one the id must be given, and since agents may look each other up, the key proves that it is this agent's by what only the agent
 * itself may read: its transactions. Throws `unavailable` when our own budget let nobody be asked.
 */
export async function testRezenKey(access: RezenAccess, signal?: AbortSignal): Promise<RezenKeyTest> {
  // Somebody is waiting: one quick repeat, and what the upstream asks us to wait is told instead of waited.
  const hurried = {
    ...{ headersMs: 5_000, isWatched: true, ...access },
    retry: { retries: 1, baseMs: 300, maxWaitMs: 1_000, ...access.retry },
  };
  const isReal = profileOf(access) === "real";
  const { agentId } = access;
  if (!isReal && (agentId === null || !isPathId(agentId))) return noAgent(untried);
  const path = isReal || agentId === null ? rezenPaths.ownAgent() : rezenPaths.agent(agentId);
  try {
    const body = await askRezen(hurried, { ...path, mayMiss: true }, signal);
    // Known to reZEN, and nobody's or somebody's whom it does not know.
    if (body === null) return noAgent({ ...accepted, mayReadAgent: "ok" });
    const { agent } = readAgentBody(body);
    if (!isReal && agent.id.toLowerCase() !== agentId?.toLowerCase())
      return noAgent({ ...accepted, mayReadAgent: "ok" });
    return isReal ? passed(agent) : await prove(hurried, agent, signal);
  } catch (failure) {
    return toFailed(failure, kind => checksOf[kind]);
  }
}

/** Reads what is private to the agent. Refused, the key is another agent's or has too few rights: reZEN does not say which. */
async function prove(access: RezenAccess, agent: RezenAgent, signal: AbortSignal | undefined): Promise<RezenKeyTest> {
  const path = rezenPaths.deals.simple(agent.id, "transaction");
  const query = { ...path.query, pageNumber: "0", pageSize: "1" };
  try {
    await askRezen(access, { ...path, query, mayMiss: true }, signal);
    return passed(agent);
  } catch (failure) {
    // What the read before proved stays proved.
    const isRefused = (kind: OutboundKind) => kind === "permission" || kind === "auth";
    return toFailed(failure, kind => (isRefused(kind) ? checksOf[kind] : { ...found, mayReadAgent: "not_tried" }));
  }
}

const noAgent = (checks: RezenKeyChecks): RezenKeyTest => ({
  ...{ ok: false, class: "wrong_address", checks: { ...checks, agentFound: "failed" } },
});

function passed(agent: RezenAgent): RezenKeyTest {
  return { ok: true, checks: found, agentId: agent.id, agentName: agent.fullName ?? agent.id, teamId: agent.teamId };
}

function toFailed(failure: unknown, checks: (kind: OutboundKind) => RezenKeyChecks): RezenKeyTest {
  if (!(failure instanceof OutboundError)) throw failure;
  const { kind, reason, retryAfterSeconds } = failure;
  // Our own budget is nobody else's fault: reZEN was not asked.
  if (reason === "busy") throw new AppError("unavailable", { message: "rezenBusy", retryAfterSeconds });
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return { ok: false, checks: checks(kind), class: kind, ...wait };
}
