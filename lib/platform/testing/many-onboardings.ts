import { type Tx, transaction } from "../db";
import { summarizeMoved } from "../onboardings/service";

const perTransaction = 1000;

// Of ten: six through, one failed, one on its way, one that waits, one that has not begun.
const writeCustomers = (tx: Tx, from: number, to: number) => tx.$executeRaw`
  WITH given AS (SELECT n, n % 10 AS fate FROM generate_series(${from}::int, ${to}::int) n WHERE n % 4 > 0), made AS (
    INSERT INTO customer (name, zuora_tenant_id, created_at, updated_at)
    SELECT (ARRAY['Épicerie', 'Atelier', 'Librairie', 'Boulangerie', 'Fleurs'])[1 + n % 5] || ' ' || n, n::text, now(), now() FROM given RETURNING id, zuora_tenant_id::int AS n
  ) INSERT INTO onboarding (kind, status, customer_id, started_at, ended_at, created_at)
    SELECT 'customer', (ARRAY['complete', 'complete', 'complete', 'complete', 'complete', 'complete', 'failed', 'running', 'waiting', 'pending'])[1 + fate]::"OnboardingStatus",
      m.id, now() - n * interval '1 minute', CASE WHEN fate < 7 THEN now() - n * interval '1 minute' + n % 977 * interval '1 second' END, now() - interval '300 days'
    FROM made m JOIN given USING (n)`;

const writeAgents = (tx: Tx, from: number, to: number) => tx.$executeRaw`
  WITH given AS (SELECT n, n % 10 AS fate FROM generate_series(${from}::int, ${to}::int) n WHERE n % 4 = 0), people AS (
    INSERT INTO "user" (name, phone_number) SELECT 'Agent ' || n, '+1415' || lpad(n::text, 7, '0') FROM given RETURNING id, right(phone_number, 7)::int AS n
  ), made AS (INSERT INTO agent (user_id) SELECT id FROM people RETURNING user_id)
  INSERT INTO onboarding (kind, status, agent_user_id, started_at, ended_at, created_at)
  SELECT 'agent', (ARRAY['complete', 'partial', 'running', 'waiting', 'pending'])[1 + n % 5]::"OnboardingStatus",
    user_id, now() - n * interval '1 minute', CASE WHEN n % 5 < 2 THEN now() - n * interval '1 minute' + n % 977 * interval '1 second' END, now() - interval '300 days'
  FROM made JOIN people ON people.id = made.user_id`;

const writeSteps = (tx: Tx) => tx.$executeRaw`
  INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, attempts, error_code, error_message, started_at, ended_at, waiting_for, next_attempt_at)
  SELECT id, step, parent, at, state, attempts, error_code, error_message, now(), CASE WHEN state IN ('done', 'failed') THEN now() END,
    CASE state WHEN 'waiting' THEN 'admin' END, CASE state WHEN 'retrying' THEN now() + interval '1 hour' END
  FROM (SELECT o.id, s.step, s.parent, s.at, (CASE
      WHEN o.status = 'complete' OR s.at < o.id % 3 + 1 AND s.parent IS NOT NULL AND o.status <> 'pending' THEN 'done'
      WHEN o.status IN ('failed', 'partial', 'waiting') AND s.at = o.id % 3 + 1 THEN CASE o.status WHEN 'waiting' THEN 'waiting' ELSE 'failed' END
      WHEN o.status = 'running' AND s.at = o.id % 3 + 1 THEN CASE WHEN o.id % 2 = 0 THEN 'retrying' ELSE 'running' END
      ELSE 'pending' END)::"StepState" AS state,
    CASE WHEN s.at = o.id % 3 + 1 THEN o.id % 5 + 1 ELSE 1 END AS attempts,
    CASE WHEN (o.status IN ('failed', 'partial', 'waiting') OR o.status = 'running' AND o.id % 2 = 0) AND s.at = o.id % 3 + 1 THEN (ARRAY['unreachable', 'auth', 'server'])[1 + o.id % 3] END AS error_code,
    CASE WHEN o.status IN ('failed', 'partial', 'waiting') AND s.at = o.id % 3 + 1 THEN 'Answered ' || 500 + o.id % 3 || ' at ' || o.id END AS error_message
  FROM onboarding o, (VALUES ('set_up', NULL, 0), ('first', 'set_up', 1), ('second', 'set_up', 2), ('third', 'set_up', 3)) s(step, parent, at)
  WHERE NOT EXISTS (SELECT FROM onboarding_step p WHERE p.onboarding_id = o.id)) made`;

/** Makes onboardings of customers and agents up to this number, as they might stand: through, failed in one of three ways, under way, waiting. `first` is where to go on. */
export async function addManyOnboardings(count: number, first = 1): Promise<void> {
  for (let from = first; from <= count; from += perTransaction)
    await transaction("system", async tx => {
      const to = Math.min(from + perTransaction - 1, count);
      await writeCustomers(tx, from, to);
      await writeAgents(tx, from, to);
      await writeSteps(tx);
    });
  await summarizeMoved();
}

/** The number of the last one that was made so, up to three fewer; 0 before the first. */
export async function lastMade(): Promise<number> {
  const [row] = await transaction(
    "system",
    tx => tx.$queryRaw<{ last: number }[]>`
      SELECT coalesce(max(right(phone_number, 7)::int), 0) AS last FROM "user" WHERE name ~ '^Agent \\d+$' AND phone_number LIKE '+1415%'`,
  );
  return row?.last ?? 0;
}
