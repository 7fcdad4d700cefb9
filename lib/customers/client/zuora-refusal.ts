import type { OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { isRecord } from "@/lib/platform/parse-json";

// The last two digits of a reason's code say what it is (developer.zuora.com, "Errors"); those that pass by themselves are tried again.
const kinds: Record<string, OutboundKind> = {
  ...{ "10": "permission", "11": "auth", "40": "wrong_address", "70": "rate_limit" },
  ...{ "50": "unreachable", "60": "unexpected", "61": "unreachable", "99": "unreachable" },
};

/**
 * What an answer refuses, or null when it refuses nothing: `{success: false, reasons}` comes with 200 as well, `{Success: false, Errors}` from
 * objects. What a status alone says is not read here.
 */
export function readRefusal(body: unknown): OutboundKind | null {
  if (!isRecord(body)) return null;
  const isRefused = body.success === false || body.Success === false;
  if (!isRefused) return null;
  const reasons = Array.isArray(body.reasons) ? body.reasons.filter(isRecord) : [];
  const codes = reasons.map(({ code }) => String(code)).filter(code => /^\d{8}$/.test(code));
  return codes.map(code => kinds[code.slice(-2)]).find(kind => kind !== undefined) ?? "unexpected";
}
