import { type PlannedRow, toPlanned } from "@/lib/platform/chores/queries";
import type { PlannedView } from "@/lib/platform/chores/view";
import { transaction } from "@/lib/platform/db";

/** The daily readings of feeds and of orders. */
export const listPlanned = (): Promise<PlannedView[]> =>
  transaction("system", async tx => [
    toPlanned(
      "store_feeds",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_refresh_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_refresh_at < app_now() - interval '10 minutes'))::int AS late, min(next_refresh_at) AS "nextAt"
      FROM store_product_import WHERE next_refresh_at IS NOT NULL`
      )[0],
    ),
    toPlanned(
      "store_orders",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_orders_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_orders_at < app_now() - interval '10 minutes'))::int AS late, min(next_orders_at) AS "nextAt"
      FROM stores WHERE next_orders_at IS NOT NULL`
      )[0],
    ),
  ]);
