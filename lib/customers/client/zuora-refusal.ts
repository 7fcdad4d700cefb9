import { classify, type OutboundKind } from "@/lib/platform/outbound/catalogue";
import { isRecord } from "@/lib/platform/parse-json";
import { zuoraCatalogue } from "./zuora-catalogue";

/**
 * What an answer refuses, or null when it refuses nothing: `{success: false, reasons}` comes with 200 as well, `{Success: false, Errors}` from
 * objects. What a status alone says is not read here.
 */
export function readRefusal(body: unknown): OutboundKind | null {
  if (!isRecord(body)) return null;
  const isRefused = body.success === false || body.Success === false;
  if (!isRefused) return null;
  const reasons = Array.isArray(body.reasons) ? body.reasons.filter(isRecord) : [];
  const kinds = reasons.map(({ code }) => classify(zuoraCatalogue.lines, { code: String(code) }).kind);
  return kinds.find(kind => kind !== "unexpected") ?? "unexpected";
}
