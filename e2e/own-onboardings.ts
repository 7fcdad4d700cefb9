import type { OwnProduct } from "@/lib/platform/testing/own-product";

// As they might stand.
const world = `
  BEGIN; SET LOCAL ROLE gangway_system;
  WITH made AS (
    INSERT INTO customer (name, zuora_tenant_id, created_at, updated_at)
    SELECT 'Atelier ' || n, n::text, now(), now() FROM generate_series(1, 34) n RETURNING id, zuora_tenant_id::int AS n
  ), begun AS (
    INSERT INTO onboarding (kind, status, customer_id, started_at, ended_at, created_at)
    SELECT 'customer', (ARRAY['complete', 'failed', 'running', 'waiting', 'pending'])[1 + n % 5]::"OnboardingStatus", id,
      now() - n * interval '1 hour', CASE WHEN n % 5 < 2 THEN now() - n * interval '1 hour' + interval '4 minutes 12 seconds' END, now()
    FROM made ORDER BY n RETURNING id, status
  ), person AS (INSERT INTO "user" (name, phone_number) VALUES ('Ada Lovelace', '+14155550142') RETURNING id
  ), agent AS (INSERT INTO agent (user_id) SELECT id FROM person RETURNING user_id
  ), theirs AS (
    INSERT INTO onboarding (kind, status, agent_user_id, started_at, created_at)
    SELECT 'agent', 'running', user_id, now(), now() FROM agent RETURNING id, status
  ), runs AS (
    INSERT INTO onboarding_run (onboarding_id, number, trigger, status, started_at, ended_at)
    SELECT id, 1, 'start', 'failed', now(), now() FROM begun WHERE status = 'failed'
  )
  INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, attempts, error_code, error_message, waiting_for, next_attempt_at, started_at, ended_at)
  SELECT *, now(), CASE WHEN state IN ('done', 'failed') THEN now() END FROM (SELECT o.id, s.step, 'set_up', s.at, (CASE
      WHEN o.status = 'complete' OR s.at = 1 AND o.status <> 'pending' THEN 'done' WHEN s.at > 2 THEN 'pending'
      WHEN o.status = 'failed' THEN 'failed' WHEN o.status = 'waiting' THEN 'waiting'
      WHEN o.status = 'running' THEN CASE WHEN o.id % 2 = 0 THEN 'retrying' ELSE 'running' END ELSE 'pending' END)::"StepState" AS state,
    CASE WHEN s.at = 2 THEN 2 ELSE 1 END,
    CASE WHEN s.at = 2 AND o.status IN ('failed', 'waiting') THEN (ARRAY['auth', 'unreachable'])[1 + o.id % 2] END,
    CASE WHEN s.at = 2 AND o.status IN ('failed', 'waiting') THEN 'Refused.' END,
    CASE WHEN s.at = 2 AND o.status = 'waiting' THEN 'zuora_client' END, CASE WHEN s.at = 2 AND o.status = 'running' AND o.id % 2 = 0 THEN now() + interval '1 hour' END
  FROM (SELECT * FROM begun UNION ALL SELECT * FROM theirs) o,
    (VALUES ('customer_record', 1), ('credential_validation', 2), ('workflow_sync', 3)) s(step, at)) stepped;
  COMMIT`;

/** Writes down how they stand, as a worker would within a second. */
export const summarize = ({ database }: OwnProduct) =>
  database.query("BEGIN; SET LOCAL ROLE gangway_system; SELECT summarize_moved(500); COMMIT");

const filled = new WeakSet<OwnProduct>();

/** Fills the desk of a product without a worker, once: 34 customers in every state, and one agent. */
export async function fillDesk(product: OwnProduct): Promise<void> {
  if (filled.has(product)) return;
  filled.add(product);
  await product.database.query(world);
  await summarize(product);
}
