import { type PlannedRow, toPlanned } from "@/lib/platform/chores/queries";
import type { PlannedView } from "@/lib/platform/chores/view";
import { transaction } from "@/lib/platform/db";

/** The syncs of customers that have not paused them, and the daily tests of stored clients. */
export const listPlanned = (): Promise<PlannedView[]> =>
  transaction("system", async tx => [
    toPlanned(
      "customer_syncs",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_sync_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_sync_at < app_now() - interval '10 minutes'))::int AS late, min(next_sync_at) AS "nextAt"
      FROM customer c WHERE next_sync_at IS NOT NULL AND sync_paused_at IS NULL AND sync_every_minutes > 0
        AND EXISTS (SELECT FROM zuora_credential z WHERE z.customer_id = c.id AND z.broken_at IS NULL)
        AND NOT EXISTS (SELECT FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id WHERE o.customer_id = c.id AND r.ended_at IS NULL)`
      )[0],
    ),
    toPlanned(
      "customer_tests",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_test_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_test_at < app_now() - interval '10 minutes'))::int AS late, min(next_test_at) AS "nextAt"
      FROM zuora_credential z WHERE next_test_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
        WHERE o.customer_id = z.customer_id AND r.ended_at IS NULL AND r.status <> 'waiting')`
      )[0],
    ),
  ]);
