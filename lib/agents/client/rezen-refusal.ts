import { classify, type OutboundKind } from "@/lib/platform/outbound/catalogue";
import { isRecord } from "@/lib/platform/parse-json";
import { rezenCatalogue } from "./rezen-catalogue";

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

/** Which of the six failures a refusal is. */
export const kindOfRefusal = ({ status, message }: Refusal): OutboundKind =>
  classify(rezenCatalogue.lines, { code: status, words: message }).kind;
