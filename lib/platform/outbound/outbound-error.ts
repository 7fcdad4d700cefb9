import { classify, classifySilence, type OutboundKind, type OutboundReason } from "./catalogue";

export type { OutboundKind, OutboundReason };

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

/** The error for an HTTP status that the caller did not ask to see. */
export function errorOfStatus(upstream: string, status: number, retryAfterSeconds: number | undefined): OutboundError {
  const { kind, isRetried: retryable } = classify([], { status });
  return new OutboundError(kind, { upstream, reason: "http_status", status, retryAfterSeconds, retryable });
}

const truncationCodes = new Set(["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", "UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

// What goes wrong with our own disk is nobody's outage.
const ownCodes = new Set(["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "EIO"]);

/** Turns whatever the socket, the parser or a decoder threw into an OutboundError; `inBody` says whether headers had arrived. Throws what is our own machine's fault as it is. */
export function errorOfFailure(upstream: string, failure: unknown, inBody: boolean): OutboundError {
  const known = knownCause(failure);
  if (known) return known;
  const code = codeOf(failure);
  if (ownCodes.has(code)) throw failure;
  const { kind, reason, isRetried: retryable } = classifySilence([code, nameOf(failure)]);
  if (reason !== "network") return new OutboundError(kind, { upstream, reason, retryable });
  const broke = inBody && truncationCodes.has(code) ? "truncated" : reason;
  return new OutboundError(kind, { upstream, reason: broke, retryable, cause: code || undefined });
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
