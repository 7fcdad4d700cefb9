-- AlterTable
ALTER TABLE "onboarding_summary" ADD COLUMN     "held_since" TIMESTAMPTZ(3);

-- DropIndex
-- (trace, id) finds the same calls, and in their order.
DROP INDEX "upstream_call_trace_idx";

-- CreateIndex
CREATE INDEX "upstream_call_trace_id_idx" ON "upstream_call"("trace", "id");

-- Those that failed, of a run with thousands.
CREATE INDEX upstream_call_failed ON upstream_call (trace, id) WHERE outcome <> 'ok';

UPDATE onboarding_summary SET held_since = moved_at WHERE error_code <> '';
ALTER TABLE onboarding_summary ADD CONSTRAINT onboarding_summary_held CHECK ((held_since IS NULL) = (error_code = ''));

-- A word that is longer than anybody types is found by its beginning.
CREATE OR REPLACE FUNCTION terms_of(texts text[], phone text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT left(term, 200)), '{}') FROM (
    SELECT regexp_split_to_table(fold_text(told), '[^[:alnum:]]+') FROM unnest(texts) AS told
    UNION ALL SELECT fold_text(told) FROM unnest(texts) AS told WHERE told !~ '\s'
    UNION ALL SELECT '#' || reverse(regexp_replace(phone, '[^0-9]', '', 'g'))
  ) found(term) WHERE term <> ''
$$;

GRANT CREATE ON SCHEMA public TO gangway_system;
SET ROLE gangway_system;
-- As before, but it stands as its newest run does: a store's own status never says that its import failed or waits, and that of who is aboard says nothing of a later sync.
-- What holds it up is known since when.
CREATE OR REPLACE FUNCTION summarize_onboarding(of int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO onboarding_summary AS s (onboarding_id, kind, state, subject, terms, step, percent, attempts, error_step, error_code, error_print,
    waiting_for, next_attempt_at, started_at, ended_at, took_seconds, moved_at, held_since)
  WITH part AS (
    -- What is just being tried again is held up by what its last try failed of.
    SELECT p.step, p.state, p.done, p.total, p.attempts, p.waiting_for, p.next_attempt_at,
      coalesce(p.error_code, CASE WHEN p.state = 'running' THEN p.tries -> -1 ->> 'code' END) AS error_code,
      coalesce(p.error_message, CASE WHEN p.state = 'running' THEN p.tries -> -1 ->> 'message' END) AS error_message,
      row_number() OVER (ORDER BY coalesce(w.position, p.position), p.position) AS place
    FROM onboarding_step p LEFT JOIN onboarding_step w ON w.onboarding_id = p.onboarding_id AND w.step = p.parent
    WHERE p.onboarding_id = of AND NOT EXISTS (SELECT FROM onboarding_step o WHERE o.onboarding_id = of AND o.parent = p.step)
  ), held AS (
    SELECT step, error_code, error_message, waiting_for FROM part
    WHERE error_code IS NOT NULL AND state IN ('failed', 'retrying', 'waiting', 'running') ORDER BY place LIMIT 1
  ), awaited AS (
    SELECT waiting_for FROM part WHERE state = 'waiting' AND waiting_for IS NOT NULL ORDER BY place LIMIT 1
  ), newest AS (
    SELECT r.status::text AS status, r.ended_at, r.error_code, r.error_message FROM onboarding_run r WHERE r.onboarding_id = of ORDER BY r.number DESC LIMIT 1
  ), counted AS (
    SELECT coalesce(max(attempts), 0) AS attempts, bool_or(state = 'retrying') AS "isRetrying", min(next_attempt_at) FILTER (WHERE state = 'retrying') AS next_attempt_at
    FROM part
  )
  SELECT o.id, o.kind::text, CASE
      WHEN o.status = 'skipped' THEN 'skipped'
      WHEN counted."isRetrying" THEN 'retrying'
      WHEN newest.status IS NOT NULL AND newest.ended_at IS NULL THEN CASE newest.status WHEN 'waiting' THEN 'waiting' ELSE 'running' END
      WHEN newest.status IN ('failed', 'partial') OR (newest.status = 'cancelled' AND o.status <> 'complete') THEN newest.status
      ELSE o.status::text END,
    left(named.subject, 255), terms_of(array_remove(named.texts, NULL), named.phone),
    coalesce((SELECT step FROM part WHERE state NOT IN ('done', 'skipped') ORDER BY place LIMIT 1), ''),
    onboarding_percent(o.id), counted.attempts, coalesce(held.step, ''), coalesce(held.error_code, newest.error_code, ''),
    CASE WHEN coalesce(held.error_code, newest.error_code) IS NULL THEN ''
      ELSE md5(concat_ws(' ', o.kind, held.step, coalesce(held.error_code, newest.error_code), regexp_replace(coalesce(held.error_message, newest.error_message), '[0-9]+', '#', 'g'))) END,
    coalesce(held.waiting_for, awaited.waiting_for), counted.next_attempt_at, coalesce(o.started_at, o.created_at), o.ended_at,
    extract(epoch FROM o.ended_at - coalesce(o.started_at, o.created_at))::int, app_now(),
    CASE WHEN coalesce(held.error_code, newest.error_code) IS NOT NULL THEN app_now() END
  FROM onboarding o CROSS JOIN counted LEFT JOIN held ON true LEFT JOIN awaited ON true LEFT JOIN newest ON true CROSS JOIN LATERAL (
    SELECT coalesce(name, ''), ARRAY[name, code, owner_name], phone_number FROM stores WHERE o.kind = 'store' AND id = o.store_id
    UNION ALL SELECT coalesce(name, ''), ARRAY[name], phone_number FROM practitioners WHERE o.kind = 'practitioner' AND id = o.practitioner_id
    UNION ALL SELECT coalesce(a.full_name, u.name, ''), ARRAY[a.full_name, u.name, u.agent_id], u.phone_number
      FROM agent a JOIN "user" u ON u.id = a.user_id WHERE o.kind = 'agent' AND a.user_id = o.agent_user_id
    UNION ALL SELECT coalesce(name, ''), ARRAY[name, partner_user_id], phone_number FROM member WHERE o.kind = 'member' AND id = o.member_id
    UNION ALL SELECT coalesce(name, ''), ARRAY[name], NULL FROM customer WHERE o.kind = 'customer' AND id = o.customer_id
  ) named(subject, texts, phone)
  WHERE o.id = of
  ON CONFLICT (onboarding_id) DO UPDATE SET (state, subject, terms, step, percent, attempts, error_step, error_code, error_print,
    waiting_for, next_attempt_at, started_at, ended_at, took_seconds, moved_at, held_since) = (excluded.state, excluded.subject, excluded.terms, excluded.step, excluded.percent,
    excluded.attempts, excluded.error_step, excluded.error_code, excluded.error_print, excluded.waiting_for, excluded.next_attempt_at, excluded.started_at, excluded.ended_at,
    excluded.took_seconds, excluded.moved_at, CASE WHEN s.error_print = excluded.error_print THEN s.held_since ELSE excluded.held_since END);
END $$;

CREATE OR REPLACE FUNCTION summarize_moved(most int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  moved int[];
  one int;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('summarize_moved')) THEN RETURN 0; END IF;
  WITH gone AS (DELETE FROM onboarding_moved WHERE id IN (SELECT id FROM onboarding_moved ORDER BY id LIMIT most) RETURNING onboarding_id)
  SELECT array_agg(onboarding_id) INTO moved FROM gone;
  -- Statements of their own, which see all that was there when the notes were. One that cannot be written holds up none of the others.
  FOR one IN SELECT DISTINCT unnest(moved) LOOP
    BEGIN
      PERFORM summarize_onboarding(one);
    EXCEPTION WHEN OTHERS THEN
      RAISE WARNING 'onboarding % could not be summarized: %', one, SQLERRM;
    END;
  END LOOP;
  DELETE FROM onboarding_summary s WHERE s.onboarding_id = ANY(moved) AND NOT EXISTS (SELECT FROM onboarding o WHERE o.id = s.onboarding_id);
  RETURN coalesce(array_length(moved, 1), 0);
END $$;

-- Who makes a trigger must be allowed to call its function.
GRANT EXECUTE ON FUNCTION note_moved TO SESSION_USER;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM gangway_system;

-- A run that begins, waits or ends moves its onboarding.
DROP TRIGGER moved ON onboarding_run;
CREATE TRIGGER made_moved AFTER INSERT ON onboarding_run FOR EACH ROW EXECUTE FUNCTION note_moved();
CREATE TRIGGER moved AFTER UPDATE ON onboarding_run FOR EACH ROW
  WHEN ((OLD.status, OLD.ended_at, OLD.error_code, OLD.error_message) IS DISTINCT FROM (NEW.status, NEW.ended_at, NEW.error_code, NEW.error_message)) EXECUTE FUNCTION note_moved();
SET ROLE gangway_system;
REVOKE EXECUTE ON FUNCTION note_moved FROM SESSION_USER;
RESET ROLE;

DO $$ BEGIN
  SET LOCAL ROLE gangway_system;
  PERFORM summarize_onboarding(id) FROM onboarding;
  RESET ROLE;
END $$;
