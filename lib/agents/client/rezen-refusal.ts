import type { OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { isRecord } from "@/lib/platform/parse-json";

/** What reZEN says about why it does not do something; `isEnvelope` when it is the envelope that nothing else comes in. */
export type Refusal = { status: string; message: string; isEnvelope: boolean };

const envelopeName = /^com\.real\.[a-z.]*ApiError$/i;
const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** Finds the refusal in an answer: `{"com.real.….ApiError": {status, message}}`, or plainly `{message|error|detail|title}`; null for anything else. */
export function readRefusal(body: unknown): Refusal | null {
  if (!isRecord(body)) return null;
  const wrapped = Object.entries(body).find(([name]) => envelopeName.test(name));
  if (wrapped && isRecord(wrapped[1])) return { ...wordsOf(wrapped[1]), isEnvelope: true };
  const words = wordsOf(body);
  return words.message || words.status ? { ...words, isEnvelope: false } : null;
}

function wordsOf(body: Record<string, unknown>): { status: string; message: string } {
  const { status, code, message, error, detail, title } = body;
  const said = [message, error, detail, title].map(asText).filter(Boolean).join(" ");
  return { status: asText(status) || asText(code), message: said };
}

const kindsByStatus: [RegExp, OutboundKind][] = [
  [/^(UNAUTHORIZED|UNAUTHENTICATED|INVALID_(API_)?(KEY|TOKEN)|401)$/i, "auth"],
  [/^(FORBIDDEN|ACCESS_DENIED|PERMISSION_DENIED|403)$/i, "permission"],
  [/^(NOT_FOUND|GONE|404|410)$/i, "wrong_address"],
  [/^(TOO_MANY_REQUESTS|RATE_LIMITED|429)$/i, "rate_limit"],
  [
    /^(INTERNAL_SERVER_ERROR|BAD_GATEWAY|SERVICE_UNAVAILABLE|GATEWAY_TIMEOUT|REQUEST_TIMEOUT|50[0234])$/i,
    "unreachable",
  ],
];
// A 403 that is about the key itself says so in words, whatever its status.
const aboutTheKey =
  /unauthori[sz]ed|unauthenticated|not authenticated|(invalid|unknown|expired|revoked|missing|bad) (api[ -]?)?(key|token)|(api[ -]?)?(key|token) (is )?(invalid|unknown|expired|revoked|missing)/i;

/** Which of the six failures a refusal is. */
export function kindOfRefusal({ status, message }: Refusal): OutboundKind {
  if (aboutTheKey.test(message)) return "auth";
  return kindsByStatus.find(([pattern]) => pattern.test(status))?.[1] ?? "unexpected";
}
