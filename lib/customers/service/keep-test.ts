import type { Tx } from "@/lib/platform/db";
import type { OutboundKind } from "@/lib/platform/outbound/outbound-error";
import type { Validated } from "../client/validate";

// Once a day, so that who revokes them is told before a sync fails; sooner where Zuora has said nothing about them.
const againAfterHours = 24;
const sayNothing: ReadonlySet<OutboundKind> = new Set(["rate_limit", "unreachable", "unexpected"]);
const hoursUntilNext = (tested: Validated) => (!tested.ok && sayNothing.has(tested.class) ? 1 : againAfterHours);

/** Keeps what a test of a customer's saved client found; nothing of one that was changed meanwhile. */
export async function keepTest(
  tx: Tx,
  { customerId, savedAt, tested }: { customerId: number; savedAt: Date; tested: Validated },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE zuora_credential SET tested_at = app_now(), test = ${JSON.stringify(tested)}::jsonb,
      next_test_at = app_now() + make_interval(hours => ${hoursUntilNext(tested)}::int)
    WHERE customer_id = ${customerId} AND saved_at = ${savedAt}`;
}
