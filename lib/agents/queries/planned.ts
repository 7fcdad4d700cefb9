import { type PlannedRow, toPlanned } from "@/lib/platform/chores/queries";
import type { PlannedView } from "@/lib/platform/chores/view";
import { transaction } from "@/lib/platform/db";
import { rezen } from "../service/rezen-key";

/** The syncs that are planned, of those who have not paused them. */
export const listPlanned = (): Promise<PlannedView[]> =>
  transaction("system", async tx => [
    toPlanned(
      "agent_syncs",
      (
        await tx.$queryRaw<PlannedRow[]>`
      SELECT count(*)::int AS planned, (count(*) FILTER (WHERE next_sync_at <= app_now() + interval '1 day'))::int AS "withinDay",
      (count(*) FILTER (WHERE next_sync_at < app_now() - interval '10 minutes'))::int AS late, min(next_sync_at) AS "nextAt"
      FROM agent a WHERE next_sync_at IS NOT NULL AND sync_paused_at IS NULL AND sync_every <> 'never'
        AND EXISTS (SELECT FROM "user" u WHERE u.id = a.user_id AND u.disabled_at IS NULL)
        AND EXISTS (SELECT FROM credentials c WHERE c.user_id = a.user_id AND c.platform = ${rezen} AND c.deleted_at IS NULL AND c.broken_at IS NULL)
        AND NOT EXISTS (SELECT FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id WHERE o.agent_user_id = a.user_id AND r.ended_at IS NULL)`
      )[0],
    ),
  ]);
