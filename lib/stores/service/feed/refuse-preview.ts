import { AppError, invalidInput } from "@/lib/platform/errors";
import { saySaid } from "@/lib/platform/i18n/said";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { FeedError } from "../../client/feed/feed-error";
import { mapColumns, missingColumns } from "../../client/feed/header";
import type { FeedLanguage } from "../../schema";
import { sayFeedFault } from "../import/explain";

/**
 * Why a feed cannot be looked into, as its address' fault where the person can mend it (with the columns, if the file named any), else as the
 * other side's. What is neither stays as it is.
 */
export function refusePreview(language: FeedLanguage, thrown: unknown): unknown {
  const fault = sayFeedFault(language, thrown);
  if (fault === null) return thrown;
  const message = saySaid(fault);
  if (thrown instanceof FeedError) {
    const header = thrown.header;
    const data = header ? { columns: mapColumns(header), missingColumns: missingColumns(header) } : undefined;
    const errors = [{ field: "url", code: thrown.code, message }];
    return new AppError("invalid_input", { errors, message, data });
  }
  const refused = (code: string) => [{ field: "url", code, message }];
  if (!(thrown instanceof OutboundError)) return invalidInput(refused("too_slow"), message);
  const { kind, reason, retryAfterSeconds } = thrown;
  if (reason === "busy") return new AppError("unavailable", { errors: refused(reason), message, retryAfterSeconds });
  if (reason === "too_large") return invalidInput(refused("too_large"), message);
  if (kind === "wrong_address" || kind === "auth" || kind === "permission") return invalidInput(refused(kind), message);
  if (kind === "rate_limit")
    return new AppError("rate_limited", { errors: refused(kind), message, retryAfterSeconds: retryAfterSeconds ?? 60 });
  return new AppError("upstream_failed", { errors: refused(kind), message });
}
