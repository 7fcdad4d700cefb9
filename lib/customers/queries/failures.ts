import type { Finding } from "@/lib/platform/alerts/conditions";
import type { Tx } from "@/lib/platform/db";
import type { Requirement } from "@/lib/platform/readiness/requirement";
import { isFailedSync } from "./failed-sync";
import { readReadiness } from "./readiness";

/** Where credentials are entered again. */
export const placeOfCredentials = (customerId: number): string => `/admin/customers/${customerId}/credentials`;

/** Where a customer is looked at. */
export const placeOfCustomer = (customerId: number): string => `/admin/customers/${customerId}`;

type Broken = { customerId: number; sinceMs: number; name: string; why: string; right: string | null };

/** Customers whose client at Zuora is of no use, each time that it breaks once: one that was mended and breaks again is told again. */
export async function findBrokenCredentials(tx: Tx): Promise<Finding[]> {
  const broken = await tx.$queryRaw<Broken[]>`
    SELECT c.id AS "customerId", (extract(epoch FROM z.broken_at) * 1000)::float AS "sinceMs", c.name, z.broken_class AS why, z.missing_right AS "right"
    FROM zuora_credential z JOIN customer c ON c.id = z.customer_id WHERE z.broken_at IS NOT NULL ORDER BY c.id`;
  const ids = broken.map(({ customerId }) => customerId);
  const found = ids.length > 0 ? await readReadiness(tx, ids) : new Map<number, Requirement[]>();
  const isOpen = ({ code, state }: Requirement) => code === "credentials" && state === "problem";
  const open = broken.filter(({ customerId }) => found.get(customerId)?.some(isOpen));
  return open.map(({ customerId, sinceMs, name, why, right }) => ({
    subject: `${customerId}.${sinceMs}`,
    detail: { name, why, right: right ?? "", path: placeOfCredentials(customerId) },
  }));
}

type Failing = { customerId: number; name: string; why: string; failures: number; hours: number };

/**
 * Customers who are aboard and of whom as many syncs in a row failed as they set, or none came through for as long as they set although syncs were due. What
 * waits for credentials is told as those. Whose credentials were mended, or whose syncs were turned on a moment ago, misses none yet: the last one must be
 * late, go on for long, or have failed just now.
 */
export async function findFailingSyncs(tx: Tx): Promise<Finding[]> {
  const failing = await tx.$queryRaw<Failing[]>`
    WITH aboard AS (
      SELECT c.id, c.name, c.alert_after_failures, newest.failures,
        c.sync_every_minutes > 0 AND c.sync_paused_at IS NULL AND z.broken_at IS NULL
          AND since < app_now() - make_interval(mins => greatest(c.alert_after_minutes, c.sync_every_minutes + 15))
          AND coalesce(CASE WHEN open.id IS NULL THEN c.next_sync_at ELSE open.at END < app_now() - interval '15 minutes'
            OR newest.failed_at > greatest(since, app_now() - make_interval(mins => c.sync_every_minutes + 30)), false) AS is_silent,
        floor(extract(epoch FROM app_now() - since) / 3600)::int AS hours
      FROM customer c JOIN onboarding o ON o.customer_id = c.id AND o.status = 'complete'
      JOIN zuora_credential z ON z.customer_id = c.id
      CROSS JOIN LATERAL (SELECT greatest(c.synced_at, o.ended_at) AS since) last
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE is_failed)::int AS failures, max(ended_at) FILTER (WHERE is_failed) AS failed_at FROM (
          SELECT ${isFailedSync} AS is_failed, r.ended_at FROM onboarding_run r
          WHERE r.onboarding_id = o.id AND r.status IN ('complete', 'failed') ORDER BY r.number DESC LIMIT c.alert_after_failures) runs) newest
      LEFT JOIN LATERAL (
        SELECT r.id, greatest(r.created_at, (SELECT max(s.started_at) FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL)) AS at
        FROM onboarding_run r WHERE r.onboarding_id = o.id AND r.ended_at IS NULL) open ON true)
    SELECT id AS "customerId", name, CASE WHEN failures >= alert_after_failures THEN 'failures' ELSE 'silence' END AS why, failures, hours
    FROM aboard WHERE failures >= alert_after_failures OR is_silent ORDER BY id`;
  return failing.map(({ customerId, ...told }) => ({
    subject: String(customerId),
    detail: { ...told, path: placeOfCustomer(customerId) },
  }));
}
