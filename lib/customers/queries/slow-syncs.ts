import type { Finding } from "@/lib/platform/alerts/conditions";
import type { Tx } from "@/lib/platform/db";
import { findSlow } from "@/lib/platform/measures/queries";
import { targets } from "@/lib/platform/measures/view";

type Patience = { minutes: number; atLeast: number };

/** Whole syncs of customers that ended within these minutes and took longer for a hundred workflows than they may; one of fewer counts as of a hundred. */
const findSlowSyncs = (tx: Tx, { minutes }: Patience): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    WITH timed AS (
      SELECT (p -> 'result' ->> 'durationMs')::float / greatest(1, (p -> 'result' -> 'workflows' ->> 'total')::float / 100) AS ms, o.customer_id AS id
      FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id CROSS JOIN LATERAL jsonb_array_elements(r.parts) p
      WHERE o.kind = 'customer' AND r.ended_at > app_now() - make_interval(mins => ${minutes}::int)
        AND p ->> 'step' = 'workflow_sync' AND p ->> 'state' = 'done' AND p -> 'result' -> 'isWhole' = 'true'
        AND (p ->> 'startedAt')::timestamptz >= r.created_at
    )
    SELECT 'workflows' AS subject, jsonb_build_object('milliseconds', max(ms)::int, 'target', ${targets.sync_time.limit * 1000}::int,
      'samples', count(*), 'slowest', 'customer ' || (array_agg(id ORDER BY ms DESC))[1]) AS detail
    FROM timed WHERE ms > ${targets.sync_time.limit * 1000}::int HAVING count(*) > 0`;

/** What takes longer than sources/002 allows: answers, queries and pages as the platform measures them, and syncs of customers. */
export async function findSlowness(tx: Tx, patience: Patience): Promise<Finding[]> {
  return [...(await findSlow(tx, patience)), ...(await findSlowSyncs(tx, patience))];
}
