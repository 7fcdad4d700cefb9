import { env } from "@/lib/platform/env";
import { outbound } from "@/lib/platform/outbound/outbound";
import { errorOfStatus, OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import type { RetryPolicy } from "@/lib/platform/outbound/retry";
import { parseJson } from "@/lib/platform/parse-json";
import { isPathId, type RezenPath, type RezenProfile } from "./rezen-paths";
import { kindOfRefusal, readRefusal } from "./rezen-refusal";

/** Whose key to use, for which agent, and where reZEN is; addresses and profile are the configured ones unless a test says otherwise. */
export type RezenAccess = {
  apiKey: string;
  /** At reZEN. */
  agentId: string | null;
  profile?: RezenProfile;
  /** Addresses without `/api/v1`. */
  url?: string;
  dealsUrl?: string;
  privateOrigins?: readonly string[];
  retry?: Partial<RetryPolicy>;
  /** Milliseconds until an answer must begin. */
  headersMs?: number;
  /** Somebody waits for it. */
  isWatched?: boolean;
  /** Before its turn. */
  isAhead?: boolean;
};

const keyPattern = /^[\x21-\x7e]{1,512}$/;

/** Which set of paths an access goes by. */
export const profileOf = (access: RezenAccess): RezenProfile => access.profile ?? env.rezenApiProfile;

/** Asks reZEN for one thing and returns the JSON of its answer; null when `mayMiss` and reZEN itself says that there is no such thing. Throws OutboundError. */
export async function askRezen(
  access: RezenAccess,
  question: RezenPath & { mayMiss?: boolean },
  signal?: AbortSignal,
): Promise<unknown> {
  // A key that no header can carry is simply a wrong key.
  if (!keyPattern.test(access.apiKey)) throw failureOf("auth");
  const answer = await outbound({
    upstream: "rezen",
    url: addressOf(access, question),
    headers: { "x-api-key": access.apiKey, accept: "application/json" },
    statuses: [400, 401, 403, ...(question.mayMiss ? [404] : [])],
    accept: "text",
    read: ({ status, body }) => readAnswer(status, String(body)),
    ...(access.headersMs ? { limits: { headersMs: access.headersMs } } : {}),
    isWatched: access.isWatched,
    isAhead: access.isAhead,
    ...(access.retry ? { retry: access.retry } : {}),
    ...(access.privateOrigins ? { privateOrigins: access.privateOrigins } : {}),
    signal,
  });
  return answer.body;
}

function addressOf(access: RezenAccess, { host, path, query }: RezenPath): string {
  const isDeals = host === "deals";
  const base = isDeals ? (access.dealsUrl ?? env.rezenDealsApiUrl) : (access.url ?? env.rezenApiUrl);
  const search = new URLSearchParams(query).toString();
  return `${base}/api/v1/${path}${search && "?"}${search}`;
}

/** What an answer holds; a refusal may come under any status. */
function readAnswer(status: number, text: string): unknown {
  const body = parseJson(text);
  const refusal = readRefusal(body);
  if (status === 404 && refusal && kindOfRefusal(refusal) !== "auth") return null;
  if (status !== 200) throw refusalOf(status, refusal && kindOfRefusal(refusal));
  if (refusal?.isEnvelope) throw failureOf(kindOfRefusal(refusal));
  if (typeof body !== "object" || body === null) throw failureOf("unexpected");
  return body;
}

/** A 403 that tells of a wrong key is a wrong key; any other 403 is a missing right. */
function refusalOf(status: number, told: OutboundKind | null): OutboundError {
  if (status !== 401 && told && (told === "auth" || told === "permission"))
    return new OutboundError(told, { upstream: "rezen", reason: "http_status", status });
  return errorOfStatus("rezen", status, undefined);
}

/** The failure for an answer of reZEN that was received but not understood, or for a question that need not be asked. */
export function failureOf(kind: OutboundKind): OutboundError {
  const isRetryable = kind === "rate_limit" || kind === "unreachable";
  return new OutboundError(kind, { upstream: "rezen", reason: "bad_body", retryable: isRetryable });
}

/** The id of the agent that an access is for; throws `wrong_address` without one that can be asked for. */
export function agentOf(access: RezenAccess): string {
  return pathId(access.agentId ?? "");
}

/** The id as it is if it can stand in a path; throws `wrong_address` otherwise: there is nobody of that id. */
export function pathId(id: string): string {
  if (!isPathId(id)) throw failureOf("wrong_address");
  return id;
}
