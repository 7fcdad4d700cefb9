import type { Tx } from "@/lib/platform/db";
import type { Validated } from "../client/validate";

// Proven credentials are tested again once a day, so that one who revokes them is told before a sync fails.
const againAfterHours = 24;

/** Keeps what a test of a customer's saved client found; nothing of one that was changed meanwhile. */
export async function keepTest(
  tx: Tx,
  { customerId, savedAt, tested }: { customerId: number; savedAt: Date; tested: Validated },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE zuora_credential SET tested_at = app_now(), test = ${JSON.stringify(tested)}::jsonb,
      next_test_at = app_now() + make_interval(hours => ${againAfterHours}::int)
    WHERE customer_id = ${customerId} AND saved_at = ${savedAt}`;
}
