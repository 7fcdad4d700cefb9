-- CreateTable
CREATE TABLE "saved_view" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "search" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_user_id_name_key" ON "saved_view"("user_id", "name");

-- CreateIndex
CREATE INDEX "idempotency_key_key_hash_idx" ON "idempotency_key"("key_hash");

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states. Only staff have any: no tenant has a right to them.
ALTER TABLE saved_view
  ADD CONSTRAINT saved_view_name CHECK (length(name) BETWEEN 1 AND 60),
  ADD CONSTRAINT saved_view_search CHECK (length(search) <= 2000);

-- As before, but what waits for somebody says for whom also where no error holds it up: a pause, an activation's day.
GRANT CREATE ON SCHEMA public TO gangway_system;
SET ROLE gangway_system;
CREATE OR REPLACE FUNCTION summarize_onboarding(of int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO onboarding_summary AS s (onboarding_id, kind, state, subject, terms, step, percent, attempts, error_step, error_code, error_print,
    waiting_for, next_attempt_at, started_at, ended_at, took_seconds, moved_at)
  WITH part AS (
    SELECT p.step, p.state, p.done, p.total, p.attempts, p.error_code, p.error_message, p.waiting_for, p.next_attempt_at,
      row_number() OVER (ORDER BY coalesce(w.position, p.position), p.position) AS place
    FROM onboarding_step p LEFT JOIN onboarding_step w ON w.onboarding_id = p.onboarding_id AND w.step = p.parent
    WHERE p.onboarding_id = of AND NOT EXISTS (SELECT FROM onboarding_step o WHERE o.onboarding_id = of AND o.parent = p.step)
  ), held AS (
    SELECT step, error_code, error_message, waiting_for FROM part
    WHERE error_code IS NOT NULL AND state IN ('failed', 'retrying', 'waiting') ORDER BY place LIMIT 1
  ), awaited AS (
    SELECT waiting_for FROM part WHERE state = 'waiting' AND waiting_for IS NOT NULL ORDER BY place LIMIT 1
  ), broken AS (
    SELECT r.error_code, r.error_message FROM onboarding_run r WHERE r.onboarding_id = of AND r.error_code IS NOT NULL
      AND r.number = (SELECT max(n.number) FROM onboarding_run n WHERE n.onboarding_id = of)
  ), counted AS (
    SELECT coalesce(max(attempts), 0) AS attempts, bool_or(state = 'retrying') AS "isRetrying", min(next_attempt_at) FILTER (WHERE state = 'retrying') AS next_attempt_at
    FROM part
  )
  SELECT o.id, o.kind::text, CASE WHEN o.status IN ('pending', 'running') AND counted."isRetrying" THEN 'retrying' ELSE o.status::text END,
    named.subject, terms_of(array_remove(named.texts, NULL), named.phone),
    coalesce((SELECT step FROM part WHERE state NOT IN ('done', 'skipped') ORDER BY place LIMIT 1), ''),
    onboarding_percent(o.id), counted.attempts, coalesce(held.step, ''), coalesce(held.error_code, broken.error_code, ''),
    CASE WHEN coalesce(held.error_code, broken.error_code) IS NULL THEN ''
      ELSE md5(concat_ws(' ', o.kind, held.step, coalesce(held.error_code, broken.error_code), regexp_replace(coalesce(held.error_message, broken.error_message), '[0-9]+', '#', 'g'))) END,
    coalesce(held.waiting_for, awaited.waiting_for), counted.next_attempt_at, coalesce(o.started_at, o.created_at), o.ended_at,
    extract(epoch FROM o.ended_at - coalesce(o.started_at, o.created_at))::int, app_now()
  FROM onboarding o CROSS JOIN counted LEFT JOIN held ON true LEFT JOIN awaited ON true LEFT JOIN broken ON true CROSS JOIN LATERAL (
    SELECT coalesce(name, ''), ARRAY[name, code, owner_name], phone_number FROM stores WHERE o.kind = 'store' AND id = o.store_id
    UNION ALL SELECT coalesce(name, ''), ARRAY[name], phone_number FROM practitioners WHERE o.kind = 'practitioner' AND id = o.practitioner_id
    UNION ALL SELECT coalesce(a.full_name, u.name, ''), ARRAY[a.full_name, u.name, u.agent_id], u.phone_number
      FROM agent a JOIN "user" u ON u.id = a.user_id WHERE o.kind = 'agent' AND a.user_id = o.agent_user_id
    UNION ALL SELECT coalesce(name, ''), ARRAY[name, partner_user_id], phone_number FROM member WHERE o.kind = 'member' AND id = o.member_id
    UNION ALL SELECT coalesce(name, ''), ARRAY[name], NULL FROM customer WHERE o.kind = 'customer' AND id = o.customer_id
  ) named(subject, texts, phone)
  WHERE o.id = of
  ON CONFLICT (onboarding_id) DO UPDATE SET (state, subject, terms, step, percent, attempts, error_step, error_code, error_print,
    waiting_for, next_attempt_at, started_at, ended_at, took_seconds, moved_at) = (excluded.state, excluded.subject, excluded.terms, excluded.step, excluded.percent,
    excluded.attempts, excluded.error_step, excluded.error_code, excluded.error_print, excluded.waiting_for, excluded.next_attempt_at, excluded.started_at, excluded.ended_at,
    excluded.took_seconds, excluded.moved_at);
END $$;
-- Those that wait already.
SELECT summarize_onboarding(onboarding_id) FROM onboarding_summary WHERE state = 'waiting' AND waiting_for IS NULL;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM gangway_system;
