import type { Finding } from "@/lib/platform/alerts/conditions";
import type { Tx } from "@/lib/platform/db";

/** From how many tries on, of how many minutes together, what share is too much. */
type Share = { percent: number; atLeast: number; minutes: number };

/**
 * Doors at which too many activations came to nothing within these minutes. Who asks for what they have already, or while another call does it, has not
 * failed; and what is wrong with the rows of an employer's file is told where it was uploaded.
 */
export const findFailedActivations = (tx: Tx, { percent, atLeast, minutes }: Share): Promise<Finding[]> =>
  tx.$queryRaw<Finding[]>`
    WITH counted AS (
      SELECT door AS subject, count(*) AS total, count(*) FILTER (WHERE to_state IS NULL OR to_state = 'failed') AS failed
      FROM activation_log
      WHERE at > app_now() - make_interval(mins => ${minutes}::int) AND event IN ('partner_call', 'admin_activate', 'replace', 'accept', 'due')
        AND coalesce(code, '') NOT IN ('already_active', 'activation_in_progress') AND coalesce(request_id, '') NOT LIKE 'import %' GROUP BY door
    )
    SELECT subject, jsonb_build_object('failed', failed, 'total', total) AS detail
    FROM counted WHERE total >= ${atLeast} AND failed * 100 > total * ${percent}::int ORDER BY subject`;
