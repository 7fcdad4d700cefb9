import { transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { spend } from "../rate-limit";
import type { OutboundKind, Refusal } from "./catalogue";

const testsPerMinute = 10;
const longestKey = 512;

/** Counts a test of somebody's key, typed or on file: the form's test and its save are one way to guess keys. Throws `rate_limited`. */
export async function spendTest(key: string): Promise<void> {
  const budget = { key, limit: testsPerMinute * env.rateLimitScale, windowSeconds: 60 };
  const spent = await transaction("system", tx => spend(tx, [budget]));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

/** A typed key as a header can carry it: what none can is asked about as one that can, and refused as any wrong key is, in the same words and time. */
export const sendable = (apiKey: string): string =>
  /^[\x21-\x7e]+$/.test(apiKey) ? apiKey : encodeURIComponent(apiKey).slice(0, longestKey);

/** The refusal to save a key whose test failed, by the class of the failure (contract, section 2). */
export function refuseTest(
  { class: kind, retryAfterSeconds }: { class: OutboundKind; retryAfterSeconds?: number },
  refusals: Readonly<Record<OutboundKind, Refusal>>,
): AppError {
  const { field, message } = refusals[kind];
  const errors = [{ field, code: kind, message }];
  if (kind === "wrong_address" || kind === "auth" || kind === "permission")
    return new AppError("invalid_input", { errors, message });
  if (kind === "rate_limit")
    return new AppError("rate_limited", { errors, message, retryAfterSeconds: retryAfterSeconds ?? 60 });
  return new AppError("upstream_failed", { errors, message });
}
