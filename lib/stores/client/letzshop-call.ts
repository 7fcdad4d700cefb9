import { z } from "zod";
import { env } from "@/lib/platform/env";
import { outbound } from "@/lib/platform/outbound/outbound";
import { errorOfStatus, OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import type { RetryPolicy } from "@/lib/platform/outbound/retry";

/** Where Letzshop is and whose key to use; the address is the configured one unless a test says otherwise. */
export type LetzshopAccess = {
  apiKey: string;
  url?: string;
  privateOrigins?: readonly string[];
  retry?: Partial<RetryPolicy>;
  /** Milliseconds until an answer must begin. */
  headersMs?: number;
  /** Somebody waits for it. */
  isWatched?: boolean;
};

const Envelope = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.looseObject({ message: z.string().nullish(), extensions: z.looseObject({ code: z.unknown() }).nullish() }))
    .nullish(),
});
type Envelope = z.infer<typeof Envelope>;

const keyPattern = /^[\x21-\x7e]{1,512}$/;
const inflatedBytes = 20 * 1024 * 1024;

/** Asks Letzshop one read-only question and returns `data`; an answer with `errors` is a failure, also under HTTP 200. */
export async function askLetzshop(
  access: LetzshopAccess,
  question: { query: string; variables: Record<string, unknown> },
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  // A key that no header can carry is simply a wrong key.
  if (!keyPattern.test(access.apiKey)) throw failureOf("auth");
  const answer = await outbound({
    upstream: "letzshop",
    url: access.url ?? env.letzshopApiUrl,
    method: "POST",
    headers: { authorization: `Bearer ${access.apiKey}` },
    json: question,
    safe: true,
    statuses: [400, 401, 403],
    accept: "text",
    read: ({ status, body }) => readData(status, String(body)),
    limits: { inflatedBytes, ...(access.headersMs ? { headersMs: access.headersMs } : {}) },
    isWatched: access.isWatched,
    ...(access.retry ? { retry: access.retry } : {}),
    ...(access.privateOrigins ? { privateOrigins: access.privateOrigins } : {}),
    signal,
  });
  return answer.body;
}

/** What an answer holds; a refusal may come under any status. */
function readData(status: number, text: string): Record<string, unknown> {
  const envelope = readEnvelope(text);
  if (status !== 200) throw refusalOf(status, envelope);
  if (!envelope) throw failureOf("unexpected");
  if (envelope.errors?.length) throw failureOf(kindOfErrors(envelope.errors));
  if (!envelope.data) throw failureOf("unexpected");
  return envelope.data;
}

/** The failure for an answer of Letzshop that was received but not understood. */
export function failureOf(kind: OutboundKind): OutboundError {
  const isRetryable = kind === "rate_limit";
  return new OutboundError(kind, { upstream: "letzshop", reason: "bad_body", retryable: isRetryable });
}

function readEnvelope(text: string): Envelope | null {
  try {
    const parsed = Envelope.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A 403 that says "unauthorized" is a wrong key; any other 403 is a missing right. */
function refusalOf(status: number, envelope: Envelope | null): OutboundError {
  const kind = envelope?.errors?.length ? kindOfErrors(envelope.errors) : "unexpected";
  if (status !== 401 && kind !== "unexpected")
    return new OutboundError(kind, { upstream: "letzshop", reason: "http_status", status });
  return errorOfStatus("letzshop", status, undefined);
}

const kindsByCode: [RegExp, OutboundKind][] = [
  [/^(UNAUTHORIZED|UNAUTHENTICATED|INVALID_(API_)?(KEY|TOKEN))$/i, "auth"],
  [/^(FORBIDDEN|ACCESS_DENIED|NOT_AUTHORIZED|PERMISSION_DENIED)$/i, "permission"],
  [/^(RATE_LIMITED|THROTTLED|TOO_MANY_REQUESTS)$/i, "rate_limit"],
];
const kindsByMessage: [RegExp, OutboundKind][] = [
  [/unauthori[sz]ed|unauthenticated|not authenticated|invalid (api )?(key|token)/i, "auth"],
  [/forbidden|not (allowed|permitted|authori[sz]ed)|permission|access denied/i, "permission"],
  [/too many requests|rate limit|throttle/i, "rate_limit"],
];

function kindOfErrors(errors: NonNullable<Envelope["errors"]>): OutboundKind {
  for (const error of errors) {
    const told = error.extensions?.code;
    const code = typeof told === "string" ? told : "";
    const byCode = kindsByCode.find(([pattern]) => pattern.test(code));
    const byMessage = code === "" ? kindsByMessage.find(([pattern]) => pattern.test(error.message ?? "")) : undefined;
    const found = byCode ?? byMessage;
    if (found) return found[1];
  }
  return "unexpected";
}
