import { transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";

// Each start costs calls of the customer's own at Zuora, and tells people.
const startsPerHour = 60;

/** Counts a start of a customer's onboarding or sync, whoever asks for it. Throws `rate_limited`. */
export async function countStart(customerId: number): Promise<void> {
  const budget = { key: `customer-run:${customerId}`, limit: startsPerHour * env.rateLimitScale, windowSeconds: 3600 };
  const spent = await transaction("system", tx => spend(tx, [budget]));
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}
