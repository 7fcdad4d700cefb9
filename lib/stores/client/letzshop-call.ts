import { z } from "zod";
import { env } from "@/lib/platform/env";
import { classify } from "@/lib/platform/outbound/catalogue";
import { outbound } from "@/lib/platform/outbound/outbound";
import { errorOfStatus, OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import type { RetryPolicy } from "@/lib/platform/outbound/retry";
import { letzshopCatalogue } from "./letzshop-catalogue";

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
  const errors = envelope?.errors ?? [];
  if (status !== 200 || errors.length > 0) throw refusalOf(status, errors);
  if (!envelope) throw failureOf("unexpected");
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

/** The failure for a refused question: what its errors say, else its status. */
function refusalOf(status: number, errors: NonNullable<Envelope["errors"]>): OutboundError {
  const said = status === 401 ? [] : errors.map(toKind);
  const told = said.find(({ kind }) => kind !== "unexpected");
  if (!told && status !== 200) return errorOfStatus("letzshop", status, undefined);
  const { kind, isRetried: retryable } = told ?? { kind: "unexpected", isRetried: false };
  const reason = status === 200 ? { reason: "bad_body" as const } : { reason: "http_status" as const, status };
  return new OutboundError(kind, { upstream: "letzshop", ...reason, retryable });
}

function toKind({ extensions, message }: NonNullable<Envelope["errors"]>[number]) {
  const told = extensions?.code;
  return classify(letzshopCatalogue.lines, { code: typeof told === "string" ? told : "", words: message ?? "" });
}
