import type { Tx } from "@/lib/platform/db";
import type { Requirement } from "@/lib/platform/readiness/requirement";
import { readStanding, standingOf } from "@/lib/platform/readiness/standing";
import { type CustomerFacts, toReadiness } from "../view/readiness";

/** The customers that somebody manages, at most fifty. */
export const listManaged = async (tx: Tx, userId: number): Promise<number[]> =>
  (
    await tx.$queryRaw<{ id: number }[]>`
      SELECT customer_id AS id FROM customer_user WHERE user_id = ${userId} AND role = 'manager' AND NOT is_probe ORDER BY id DESC LIMIT 50`
  ).map(({ id }) => id);

/** What each of these customers needs, by its id; one statement, however many they are. Who is not there is left out. */
export async function readReadiness(tx: Tx, ids: readonly number[]): Promise<Map<number, Requirement[]>> {
  const rows = await tx.$queryRaw<CustomerFacts[]>`
    SELECT c.id, ${standingOf} AS standing, c.synced_at AS "syncedAt", c.sync_paused_at AS "pausedAt",
      CASE WHEN z.id IS NOT NULL THEN jsonb_build_object('provenAt', z.proven_at, 'savedAt', z.saved_at, 'brokenAt', z.broken_at,
        'brokenClass', z.broken_class) END AS client,
      (SELECT min(u.joined_at) FROM customer_user u WHERE u.customer_id = c.id AND u.role = 'manager' AND NOT u.is_probe) AS "managerSince",
      (SELECT max(i.expires_at) FROM customer_invite i WHERE i.customer_id = c.id AND i.role = 'manager' AND i.accepted_at IS NULL
        AND i.revoked_at IS NULL AND i.expires_at > app_now()) AS "invitedUntil"
    FROM customer c JOIN onboarding o ON o.customer_id = c.id LEFT JOIN zuora_credential z ON z.customer_id = c.id
    WHERE c.id = ANY(${[...ids]}::int[])`;
  return new Map(rows.map(row => [row.id, toReadiness({ ...row, standing: readStanding(row.standing) })]));
}
