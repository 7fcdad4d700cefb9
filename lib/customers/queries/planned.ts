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
      FROM customer WHERE next_sync_at IS NOT NULL AND sync_paused_at IS NULL`
      )[0],
    ),
    toPlanned(
      "customer_tests",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_test_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_test_at < app_now() - interval '10 minutes'))::int AS late, min(next_test_at) AS "nextAt"
      FROM zuora_credential WHERE next_test_at IS NOT NULL`
      )[0],
    ),
  ]);
