import { type PlannedRow, toPlanned } from "@/lib/platform/chores/queries";
import type { PlannedView } from "@/lib/platform/chores/view";
import { transaction } from "@/lib/platform/db";

/** The syncs that are planned, of those who have not paused them. */
export const listPlanned = (): Promise<PlannedView[]> =>
  transaction("system", async tx => [
    toPlanned(
      "agent_syncs",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_sync_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_sync_at < app_now() - interval '10 minutes'))::int AS late, min(next_sync_at) AS "nextAt"
      FROM agent WHERE next_sync_at IS NOT NULL AND sync_paused_at IS NULL`
      )[0],
    ),
  ]);
