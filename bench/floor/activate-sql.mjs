/** The statements of one activation, as the product sends them: what is not told in the bench's body is left out of the row, as there. */
export const sql = {
  account: `
  SELECT id, scopes, sandbox, default_region, allows_replacement, secret,
    CASE WHEN previous_until > app_now() THEN previous_secret END AS previous_secret
  FROM partner_account WHERE id = $1 AND disabled_at IS NULL`,

  accept: `
  WITH marked AS (INSERT INTO partner_request (account_id, digest, accepted_at) VALUES ($1, $2, app_now()) ON CONFLICT DO NOTHING RETURNING account_id),
  spent AS (INSERT INTO rate_bucket AS b (key, started_at, ends_at, spent) SELECT $3, app_now(), app_now() + interval '1 minute', 1 WHERE EXISTS (SELECT FROM marked)
  ON CONFLICT (key) DO UPDATE SET
    spent = CASE WHEN b.ends_at <= app_now() THEN 1 ELSE b.spent + 1 END,
    started_at = CASE WHEN b.ends_at <= app_now() THEN excluded.started_at ELSE b.started_at END,
    ends_at = CASE WHEN b.ends_at <= app_now() THEN excluded.ends_at ELSE b.ends_at END
  RETURNING spent) SELECT (SELECT spent FROM spent) AS spent FROM marked`,

  find: `
  WITH contract AS (SELECT c.id FROM plan_subscription p JOIN parent_subscription c ON c.id = p.parent_subscription_id
  WHERE p.id = $1 AND c.partner_account_id = $2),
  known AS (SELECT id FROM member
  WHERE erased_at IS NULL AND ((partner_account_id = $2 AND partner_user_id = $3)
    OR (parent_subscription_id = (SELECT id FROM contract) AND primary_member_id IS NULL AND (phone_number = $4 OR email = $5))))
  SELECT contract.id AS contract, coalesce((SELECT jsonb_agg(to_jsonb(known)) FROM known), '[]') AS known,
    CASE WHEN NOT EXISTS (SELECT FROM known) THEN nextval(pg_get_serial_sequence('member', 'id'))::int END AS id FROM contract`,

  take: `
  INSERT INTO named_lock AS l (key, holder, token, taken_at, until) VALUES ($1, $2, $3, now(), now() + interval '10 seconds')
  ON CONFLICT (key) DO UPDATE SET
    holder = CASE WHEN l.until <= now() THEN excluded.holder ELSE l.holder END,
    token = CASE WHEN l.until <= now() THEN excluded.token ELSE l.token END,
    taken_at = CASE WHEN l.until <= now() THEN excluded.taken_at ELSE l.taken_at END,
    until = CASE WHEN l.until <= now() THEN excluded.until ELSE l.until END
  RETURNING token`,

  release: "DELETE FROM named_lock WHERE key = $1 AND token = $2 RETURNING key",

  member: `
  WITH subject AS (INSERT INTO member (id, parent_subscription_id, relation, partner_account_id, partner_user_id, created_at, updated_at, name, dob, gender,
    phone_number, email)
  VALUES ($1, $2, 'self', $3, $4, app_now(), app_now(), $5, $6::date, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id),
  made AS (INSERT INTO onboarding (kind, member_id) SELECT 'member', id FROM subject RETURNING id)
  INSERT INTO onboarding_step (onboarding_id, step, position)
  SELECT made.id, row.step, row.position FROM made, (VALUES ('details', 0), ('identity', 1), ('activation', 2)) AS row (step, position)`,

  findCase: `
  SELECT m.id, app_now() AS at, m.state::text, m.parent_subscription_id, m.name, m.email, m.phone_number IS NOT NULL AS phone,
    m.dob IS NOT NULL AS dob, m.gender IS NOT NULL AS gender, m.erased_at IS NOT NULL AS erased,
    c.cancelled_at IS NULL AND e.disabled_at IS NULL AND coalesce(c.ends_on >= (app_now() AT TIME ZONE 'UTC')::date, true) AS open,
    greatest(c.starts_on, p.starts_on) > (app_now() AT TIME ZONE 'UTC')::date AS later, p.name AS plan, p.core_offering,
    coalesce(p.seats_taken < p.seats, true) AS seat,
    coalesce((SELECT jsonb_agg(s.id) FROM member_subscription s WHERE s.member_id = m.id AND s.ended_at IS NULL), '[]') AS active
  FROM member m JOIN parent_subscription c ON c.id = m.parent_subscription_id JOIN employer e ON e.id = c.employer_id
  LEFT JOIN plan_subscription p ON p.id = $2
  WHERE m.id = $1 FOR NO KEY UPDATE OF m`,

  begin: `
  WITH begun AS (
    INSERT INTO member_subscription (id, member_id, plan_subscription_id, core_offering, started_at, door)
    VALUES ($1, $2, $3, $4, $5, 'partner') ON CONFLICT DO NOTHING RETURNING id
  ), moved AS (
    UPDATE member SET state = 'activated', failed_code = NULL, version = version + 1, updated_at = $5 WHERE id = $2 RETURNING *
  ), mirrored AS (
    UPDATE onboarding o SET
      status = CASE m.state::text WHEN 'draft' THEN 'pending' WHEN 'activated' THEN 'complete' ELSE 'running' END::"OnboardingStatus",
      started_at = coalesce(o.started_at, CASE WHEN m.state <> 'draft' THEN app_now() END),
      ended_at = CASE WHEN m.state = 'activated' THEN coalesce(o.ended_at, app_now()) END
    FROM moved m WHERE o.member_id = m.id RETURNING o.id, o.member_id
  ), wanted AS (
    SELECT s.id, CASE WHEN m.state = 'activated' OR (s.step = 'details' AND num_nulls(m.name, m.dob, m.gender) = 0) THEN 'done' ELSE 'pending' END AS state
    FROM mirrored o JOIN onboarding_step s ON s.onboarding_id = o.id JOIN moved m ON m.id = o.member_id
  ), mirrored_steps AS (
    UPDATE onboarding_step s SET state = w.state::"StepState", started_at = CASE WHEN w.state = 'pending' THEN s.started_at ELSE app_now() END,
      ended_at = CASE WHEN w.state = 'done' THEN app_now() END
    FROM wanted w WHERE s.id = w.id AND s.state::text <> w.state
  ), stopped AS (DELETE FROM activation_timer WHERE member_id = $2), seated AS (
    UPDATE plan_subscription SET seats_taken = seats_taken + 1 WHERE id = $3 AND (seats IS NULL OR seats_taken < seats) RETURNING id
  ), logged AS (
  INSERT INTO activation_log (member_id, door, actor_kind, actor_id, event, from_state, to_state, plan_subscription_id, subscription_id,
    decision, took_ms, request_id, at)
  VALUES ($2, 'partner', 'partner', $6, 'partner_call', 'draft', 'activated', $3, $1, $7::jsonb, $8, $9, app_now()))
  SELECT (SELECT count(*) FROM begun)::int AS begun, (SELECT count(*) FROM seated)::int AS seated FROM moved`,

  message: `
  INSERT INTO outbox_message (id, channel, recipient, payload, state, next_attempt_at, dedupe_key, tenant, created_at)
  VALUES ($1, 'email', $2, $3, 'pending', app_now(), $4, $5, app_now()) ON CONFLICT (dedupe_key) DO NOTHING`,

  job: `
  INSERT INTO pgboss.job (name, data, singleton_key, group_id, start_after, keep_until, expire_seconds, deletion_seconds, retry_limit,
    retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  SELECT q.name, $1::jsonb, $2, $3, now(), now() + q.retention_seconds * interval '1 s', q.expire_seconds, q.deletion_seconds, q.retry_limit,
    q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
  FROM pgboss.queue q WHERE q.name = 'notifications.deliver'`,

  audit: `SELECT append_audit(at, action, 'partner', actor, 'member', subject, detail, '127.0.0.1', agent, b, a) FROM (VALUES ($1::timestamptz, $2, $3, $4, $5::jsonb, $6, $7, $8), ($9::timestamptz, $10, $11, $12, $13::jsonb, $14, $15, $16)) AS f (at, action, actor, subject, detail, agent, b, a)`,
};
