import { z } from "zod";
import { OutboundError, type OutboundKind, type OutboundReason } from "@/lib/platform/outbound/outbound-error";
import { judgeRateLimits, type RateJudgement, type RateLimits } from "./rate-limits";
import { failureOf, type ZuoraAccess } from "./zuora-access";
import { askZuora } from "./zuora-call";
import { askToken } from "./zuora-token";

/** The right to read workflows, as Zuora names it. */
export const viewAccess = "Workflow View Access";

/** Something that a client must be allowed to do, as Zuora names it, and what showed that it is. */
type Permission = { name: typeof viewAccess | "Workflow export"; isGranted: boolean; evidence: string };

/** What a test of credentials found (external-apis 2.7). `latencyMs` is how long Zuora took for the token. */
export type Validation = {
  auth: { tokenExpiresInSeconds: number; tenantId: string | null; latencyMs: number };
  permissions: Permission[];
  rateLimit: { told: RateLimits | null; judgement: RateJudgement };
};

/** How a test ended: proven, or refused with the class of the failure and the right that is missing. */
export type Validated =
  | { ok: true; validation: Validation }
  | { ok: false; class: OutboundKind; missing?: Permission["name"]; retryAfterSeconds?: number };

// Nobody was asked, or was not waited for: it says nothing of credentials.
const unasked: ReadonlySet<OutboundReason> = new Set(["busy", "breaker_open", "cancelled"]);

/** One of a list, to see whether it may be read. */
const oneEntry = { page: "1", page_length: "1" };

/**
 * Proves credentials: a token asked for anew, a list of workflows read by it, and, where there is one, its export; rights and limits are inferred
 * from that; nothing of it is kept for others. A failing Zuora is an answer too, not an exception; that nobody was asked is none, and throws OutboundError.
 * `needsExport`: whether a missing right to export refuses them.
 */
export async function validateCredentials(
  access: ZuoraAccess,
  { needsExport }: { needsExport: boolean },
  signal?: AbortSignal,
): Promise<Validated> {
  try {
    const startedMs = performance.now();
    const { token, expiresInSeconds: tokenExpiresInSeconds, tenantId } = await askToken(access, signal);
    const latencyMs = Math.round(performance.now() - startedMs);
    const { body, limits } = await askZuora(access, { path: "/workflows", query: oneEntry, token }, signal);
    const view: Permission = { name: viewAccess, isGranted: true, evidence: "GET /workflows → 200" };
    const exports = await tryExport(access, { workflowId: firstOf(body), token, needsExport }, signal);
    if (needsExport && exports?.isGranted === false) return { ok: false, class: "permission", missing: exports.name };
    const permissions = exports ? [view, exports] : [view];
    const rateLimit = { told: limits, judgement: judgeRateLimits(limits) };
    return { ok: true, validation: { auth: { tokenExpiresInSeconds, tenantId, latencyMs }, permissions, rateLimit } };
  } catch (failure) {
    if (!(failure instanceof OutboundError) || unasked.has(failure.reason)) throw failure;
    const { kind, retryAfterSeconds } = failure;
    const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return { ok: false, class: kind, ...(kind === "permission" ? { missing: viewAccess } : {}), ...wait };
  }
}

/** The id of the first workflow of a list; null where there is none. */
function firstOf(body: unknown): string | null {
  const told = z.looseObject({ data: z.array(z.unknown()) }).safeParse(body);
  if (!told.success) throw failureOf("unexpected");
  const first = z.looseObject({ id: z.coerce.string().regex(/^[1-9]\d{0,18}$/) }).safeParse(told.data.data[0]);
  return first.success ? first.data.id : null;
}

type Trial = { workflowId: string | null; token: string; needsExport: boolean };

/** Whether exports may be read; null where there is no workflow to try it by, or the one that is tells nothing of all others. */
async function tryExport(
  access: ZuoraAccess,
  { workflowId, token, needsExport }: Trial,
  signal: AbortSignal | undefined,
): Promise<Permission | null> {
  if (workflowId === null) return null;
  const name = "Workflow export";
  try {
    await askZuora(access, { path: `/workflows/${workflowId}/export`, query: { version: "latest" }, token }, signal);
    return { name, isGranted: true, evidence: "GET /workflows/{id}/export → 200" };
  } catch (failure) {
    if (!(failure instanceof OutboundError) || isOfAll(failure, needsExport)) throw failure;
    return failure.kind === "permission"
      ? { name, isGranted: false, evidence: "GET /workflows/{id}/export → 403" }
      : null;
  }
}

/** Does it stop the test as a whole? A workflow that cannot be exported, by whomever, does not. */
function isOfAll({ kind, reason }: OutboundError, needsExport: boolean): boolean {
  if (reason === "cancelled") return true;
  return needsExport && (kind === "auth" || kind === "rate_limit" || reason === "breaker_open");
}
