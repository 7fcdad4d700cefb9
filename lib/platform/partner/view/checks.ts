import { type ErrorCode, errorStatus } from "../../errors";

/** What is looked at in a partner's request, in this order, and what may be answered to it; whoever is told of one has passed those before. */
const order = [
  { check: "headers", codes: ["missing_signature", "missing_timestamp", "missing_account"] },
  { check: "time", codes: ["bad_timestamp", "stale_timestamp"] },
  { check: "size", codes: ["too_large"] },
  { check: "signature", codes: ["bad_signature"] },
  { check: "key", codes: ["idempotency_key_reused", "request_in_flight"] },
  { check: "mark", codes: ["replayed"] },
  { check: "pace", codes: ["rate_limited"] },
  { check: "body", codes: ["unsupported_media_type", "invalid_json", "invalid_request", "invalid_input"] },
  { check: "scope", codes: ["forbidden"] },
  {
    check: "act",
    codes: ["not_found", "already_active", "duplicate_core_offering", "activation_in_progress", "illegal_transition"],
  },
  { check: "ours", codes: ["unavailable", "internal"] },
] as const satisfies readonly { check: string; codes: readonly ErrorCode[] }[];

/** The checks with the status of each of their codes. */
export const orderOfChecks = order.map(({ check, codes }) => ({
  check,
  answers: codes.map(code => ({ code, status: errorStatus[code] })),
}));
