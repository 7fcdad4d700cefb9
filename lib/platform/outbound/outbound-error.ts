/** The six answers a failed outbound call can have; the same words leave the building as `error.errors[0].code`. */
export type OutboundKind = "wrong_address" | "auth" | "permission" | "rate_limit" | "unreachable" | "unexpected";

/** Finer than the kind, for logs, retries and feed messages; never tells one private address from another. */
export type OutboundReason =
  | "refused_address"
  | "http_status"
  | "smtp_status"
  | "redirect"
  | "too_large"
  | "truncated"
  | "timeout"
  | "network"
  | "cancelled"
  | "breaker_open"
  | "busy"
  | "bad_body";

const sentences: Record<OutboundKind, string> = {
  wrong_address: "The address is wrong or may not be called.",
  auth: "The other side did not accept the credentials.",
  permission: "The credentials lack a right that is needed.",
  rate_limit: "The other side asks us to slow down.",
  unreachable: "The other side cannot be reached right now.",
  unexpected: "The other side gave an answer that we do not understand.",
};

type Details = {
  upstream: string;
  reason: OutboundReason;
  status?: number | undefined;
  retryAfterSeconds?: number | undefined;
  retryable?: boolean;
  cause?: unknown;
};

/** A failed outbound call. Its message is ours: it never holds an address, a key or a byte of the upstream's body. */
export class OutboundError extends Error {
  readonly kind: OutboundKind;
  readonly upstream: string;
  readonly reason: OutboundReason;
  readonly status: number | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly retryable: boolean;

  constructor(kind: OutboundKind, details: Details) {
    const status = details.status ? ` ${details.status}` : "";
    super(`${sentences[kind]} (${details.upstream}: ${details.reason}${status})`, { cause: details.cause });
    this.name = "OutboundError";
    this.kind = kind;
    this.upstream = details.upstream;
    this.reason = details.reason;
    this.status = details.status;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.retryable = details.retryable ?? false;
  }
}

/** The error for a call that got no seat, or of which nobody can say whether it may be made: ours, so nobody's try. */
export const errorOfBusy = (upstream: string): OutboundError =>
  new OutboundError("rate_limit", { upstream, reason: "busy", retryable: true, retryAfterSeconds: 5 });

const retryableStatuses = new Set([408, 429, 500, 502, 503, 504]);

/** The error for an HTTP status that the caller did not ask to see. */
export function errorOfStatus(upstream: string, status: number, retryAfterSeconds: number | undefined): OutboundError {
  const details = { upstream, reason: "http_status" as const, status, retryAfterSeconds };
  return new OutboundError(kindOfStatus(status), { ...details, retryable: retryableStatuses.has(status) });
}

function kindOfStatus(status: number): OutboundKind {
  if (status === 401) return "auth";
  if (status === 403) return "permission";
  if (status === 404 || status === 410) return "wrong_address";
  if (status === 429) return "rate_limit";
  if (status === 408 || status >= 500) return "unreachable";
  return "unexpected";
}

const truncationCodes = new Set(["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);
const timeoutCodes = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
  "ETIMEDOUT",
]);

// What goes wrong with our own disk is nobody's outage.
const ownCodes = new Set(["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "EIO"]);

/** Turns whatever the socket, the parser or a decoder threw into an OutboundError; `inBody` says whether headers had arrived. Throws what is our own machine's fault as it is. */
export function errorOfFailure(upstream: string, failure: unknown, inBody: boolean): OutboundError {
  const known = knownCause(failure);
  if (known) return known;
  const code = codeOf(failure);
  if (ownCodes.has(code)) throw failure;
  if (nameOf(failure) === "TimeoutError" || timeoutCodes.has(code)) {
    return new OutboundError("unreachable", { upstream, reason: "timeout", retryable: true });
  }
  if (nameOf(failure) === "AbortError") return new OutboundError("unreachable", { upstream, reason: "cancelled" });
  if (code === "Z_BUF_ERROR")
    return new OutboundError("unreachable", { upstream, reason: "truncated", retryable: true });
  if (code.startsWith("Z_") || code.startsWith("ERR__ERROR") || code.startsWith("HPE_")) {
    return new OutboundError("unexpected", { upstream, reason: "bad_body" });
  }
  const reason = inBody && truncationCodes.has(code) ? "truncated" : "network";
  return new OutboundError("unreachable", { upstream, reason, retryable: true, cause: code || undefined });
}

/** The guard's refusal comes back wrapped by the dialler; look for it down the chain of causes. */
function knownCause(failure: unknown): OutboundError | null {
  let current = failure;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof OutboundError) return current;
    current = current.cause;
  }
  return null;
}

function codeOf(failure: unknown): string {
  const code = failure instanceof Error && "code" in failure ? failure.code : "";
  return typeof code === "string" ? code : "";
}

function nameOf(failure: unknown): string {
  return failure instanceof Error ? failure.name : "";
}
