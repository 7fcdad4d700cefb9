import type { Tx } from "@/lib/platform/db";

/**
 * Plans when an account's data is fetched again by itself: a day or a week after its last sync, half an hour more or less, so that those who came
 * together do not stay together. Unset for who wants none, and before the first sync.
 */
export const planNextSync = (tx: Tx, userId: number): Promise<number> => tx.$executeRaw`
  UPDATE agent SET next_sync_at = CASE WHEN sync_every <> 'never' THEN (
    SELECT greatest(app_now(), max(r.ended_at) + make_interval(hours => CASE sync_every WHEN 'day' THEN 24 ELSE 168 END)
      + (random() - 0.5) * interval '1 hour')
    FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id
    WHERE o.agent_user_id = ${userId} AND r.ended_at IS NOT NULL AND r.error_code IS NULL HAVING count(*) > 0
  ) END WHERE user_id = ${userId}`;
