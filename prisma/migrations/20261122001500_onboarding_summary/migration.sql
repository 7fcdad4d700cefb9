-- CreateTable
CREATE TABLE "onboarding_summary" (
    "onboarding_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "terms" TEXT[],
    "step" TEXT NOT NULL,
    "percent" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "error_step" TEXT NOT NULL,
    "error_code" TEXT NOT NULL,
    "error_print" TEXT NOT NULL,
    "waiting_for" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "took_seconds" INTEGER,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "onboarding_summary_pkey" PRIMARY KEY ("onboarding_id")
);

-- CreateIndex
CREATE INDEX "onboarding_summary_kind_onboarding_id_idx" ON "onboarding_summary"("kind", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_kind_state_onboarding_id_idx" ON "onboarding_summary"("kind", "state", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_state_onboarding_id_idx" ON "onboarding_summary"("state", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_subject_onboarding_id_idx" ON "onboarding_summary"("subject", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_step_onboarding_id_idx" ON "onboarding_summary"("step", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_percent_onboarding_id_idx" ON "onboarding_summary"("percent", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_attempts_onboarding_id_idx" ON "onboarding_summary"("attempts", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_error_code_onboarding_id_idx" ON "onboarding_summary"("error_code", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_error_print_onboarding_id_idx" ON "onboarding_summary"("error_print", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_started_at_onboarding_id_idx" ON "onboarding_summary"("started_at", "onboarding_id");

-- CreateIndex
CREATE INDEX "onboarding_summary_took_seconds_onboarding_id_idx" ON "onboarding_summary"("took_seconds", "onboarding_id");

-- Impossible states.
ALTER TABLE onboarding_summary
  ADD CONSTRAINT onboarding_summary_kind CHECK (kind IN ('store', 'practitioner', 'member', 'agent', 'customer')),
  ADD CONSTRAINT onboarding_summary_state CHECK (state IN ('pending', 'running', 'retrying', 'waiting', 'complete', 'partial', 'failed', 'cancelled', 'skipped')),
  ADD CONSTRAINT onboarding_summary_percent CHECK (percent BETWEEN 0 AND 100),
  ADD CONSTRAINT onboarding_summary_error CHECK ((error_code = '') = (error_print = '') AND (error_step = '' OR error_code <> ''));

-- A text as it is searched: small letters without accents.
CREATE FUNCTION fold_text(told text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT lower(regexp_replace(normalize(told, NFKD), '[\u0300-\u036f]', '', 'g')) $$;

-- What somebody is found by: the words of these texts, and the digits of a number from the last to the first.
CREATE FUNCTION terms_of(texts text[], phone text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT term), '{}') FROM (
    SELECT regexp_split_to_table(fold_text(told), '[^[:alnum:]]+') FROM unnest(texts) AS told
    UNION ALL SELECT fold_text(told) FROM unnest(texts) AS told WHERE told !~ '\s'
    UNION ALL SELECT '#' || reverse(regexp_replace(phone, '[^0-9]', '', 'g'))
  ) found(term) WHERE term <> ''
$$;

CREATE INDEX onboarding_summary_terms ON onboarding_summary USING gin (array_to_tsvector(terms));

-- How far an onboarding is, in whole percent: each of its steps without parts, and each part, counts the same.
CREATE FUNCTION onboarding_percent(of int) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT coalesce(floor(100 * avg(CASE
    WHEN p.state IN ('done', 'skipped') THEN 1
    WHEN p.state IN ('running', 'retrying') AND p.total > 0 THEN least(p.done::numeric / p.total, 1)
    ELSE 0 END)), 0)::int
  FROM onboarding_step p
  WHERE p.onboarding_id = of AND NOT EXISTS (SELECT FROM onboarding_step o WHERE o.onboarding_id = of AND o.parent = p.step)
$$;

-- Writes down how an onboarding stands. Its steps are those that have no parts, and the parts of the others.
CREATE FUNCTION summarize_onboarding(of int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
    held.waiting_for, counted.next_attempt_at, coalesce(o.started_at, o.created_at), o.ended_at,
    extract(epoch FROM o.ended_at - coalesce(o.started_at, o.created_at))::int, app_now()
  FROM onboarding o CROSS JOIN counted LEFT JOIN held ON true LEFT JOIN broken ON true CROSS JOIN LATERAL (
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

-- What has moved, to be written down by `summarize_moved`: nobody waits for it, and much that moves in a second is written once. No uniqueness: a note that found
-- another one there, which is just being worked off, would be lost.
CREATE TABLE onboarding_moved (
  id BIGSERIAL NOT NULL,
  onboarding_id INTEGER NOT NULL,
  CONSTRAINT onboarding_moved_pkey PRIMARY KEY (id)
);

-- Once a transaction, however many of its rows move.
CREATE FUNCTION note_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  row_of record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  noted text := coalesce(current_setting('gangway.moved', true), '');
  moved int;
BEGIN
  IF TG_TABLE_NAME IN ('onboarding_step', 'onboarding_run') THEN moved := row_of.onboarding_id;
  ELSIF TG_TABLE_NAME = 'onboarding' THEN moved := row_of.id;
  ELSIF TG_TABLE_NAME = 'stores' THEN SELECT id INTO moved FROM onboarding WHERE store_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'practitioners' THEN SELECT id INTO moved FROM onboarding WHERE practitioner_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'agent' THEN SELECT id INTO moved FROM onboarding WHERE agent_user_id = row_of.user_id;
  ELSIF TG_TABLE_NAME = 'user' THEN SELECT id INTO moved FROM onboarding WHERE agent_user_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'member' THEN SELECT id INTO moved FROM onboarding WHERE member_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'customer' THEN SELECT id INTO moved FROM onboarding WHERE customer_id = row_of.id;
  END IF;
  IF moved IS NULL OR position(',' || moved || ',' IN noted) > 0 THEN RETURN NULL; END IF;
  -- Of very many it forgets the first ones, which are then noted twice.
  PERFORM set_config('gangway.moved', CASE WHEN length(noted) > 8000 THEN '' ELSE noted END || ',' || moved || ',', true);
  INSERT INTO onboarding_moved (onboarding_id) VALUES (moved);
  RETURN NULL;
END $$;

-- Writes down how up to so many onboardings stand that have moved, oldest first; answers how many notes it worked off. One at a time: of two that wrote the same
-- row, the one that had read first might write last.
CREATE FUNCTION summarize_moved(most int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  moved int[];
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('summarize_moved')) THEN RETURN 0; END IF;
  WITH gone AS (DELETE FROM onboarding_moved WHERE id IN (SELECT id FROM onboarding_moved ORDER BY id LIMIT most) RETURNING onboarding_id)
  SELECT array_agg(onboarding_id) INTO moved FROM gone;
  -- A statement of its own, which sees all that was there when the notes were.
  PERFORM summarize_onboarding(one) FROM (SELECT DISTINCT unnest(moved)) noted(one);
  DELETE FROM onboarding_summary s WHERE s.onboarding_id = ANY(moved) AND NOT EXISTS (SELECT FROM onboarding o WHERE o.id = s.onboarding_id);
  RETURN coalesce(array_length(moved, 1), 0);
END $$;

-- Without a foreign key, which would make it a tenant's table: it goes by this, at once; who is just being written down goes by the note.
CREATE FUNCTION drop_summary() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM onboarding_summary WHERE onboarding_id = OLD.id;
  INSERT INTO onboarding_moved (onboarding_id) VALUES (OLD.id);
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON onboarding FOR EACH ROW EXECUTE FUNCTION drop_summary();
CREATE TRIGGER made_moved AFTER INSERT ON onboarding FOR EACH ROW EXECUTE FUNCTION note_moved();
CREATE TRIGGER moved AFTER UPDATE ON onboarding FOR EACH ROW
  WHEN ((OLD.status, OLD.started_at, OLD.ended_at) IS DISTINCT FROM (NEW.status, NEW.started_at, NEW.ended_at)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER made_moved AFTER INSERT OR DELETE ON onboarding_step FOR EACH ROW EXECUTE FUNCTION note_moved();
CREATE TRIGGER moved AFTER UPDATE ON onboarding_step FOR EACH ROW
  WHEN ((OLD.state, OLD.attempts, OLD.error_code, OLD.error_message, OLD.waiting_for, OLD.next_attempt_at)
    IS DISTINCT FROM (NEW.state, NEW.attempts, NEW.error_code, NEW.error_message, NEW.waiting_for, NEW.next_attempt_at)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER moved AFTER UPDATE ON onboarding_run FOR EACH ROW
  WHEN ((OLD.error_code, OLD.error_message) IS DISTINCT FROM (NEW.error_code, NEW.error_message)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER named AFTER UPDATE ON stores FOR EACH ROW
  WHEN ((OLD.name, OLD.code, OLD.owner_name, OLD.phone_number) IS DISTINCT FROM (NEW.name, NEW.code, NEW.owner_name, NEW.phone_number)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER named AFTER UPDATE ON practitioners FOR EACH ROW
  WHEN ((OLD.name, OLD.phone_number) IS DISTINCT FROM (NEW.name, NEW.phone_number)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER named AFTER UPDATE ON agent FOR EACH ROW
  WHEN (OLD.full_name IS DISTINCT FROM NEW.full_name) EXECUTE FUNCTION note_moved();
CREATE TRIGGER named AFTER UPDATE ON "user" FOR EACH ROW
  WHEN ((OLD.name, OLD.phone_number, OLD.agent_id) IS DISTINCT FROM (NEW.name, NEW.phone_number, NEW.agent_id)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER named AFTER UPDATE ON member FOR EACH ROW
  WHEN ((OLD.name, OLD.phone_number, OLD.partner_user_id) IS DISTINCT FROM (NEW.name, NEW.phone_number, NEW.partner_user_id)) EXECUTE FUNCTION note_moved();
CREATE TRIGGER named AFTER UPDATE ON customer FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_moved();

-- Only now: who makes a trigger must be allowed to call its function.
REVOKE EXECUTE ON FUNCTION summarize_onboarding, summarize_moved, note_moved, drop_summary FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION summarize_onboarding OWNER TO gangway_system;
ALTER FUNCTION summarize_moved OWNER TO gangway_system;
ALTER FUNCTION note_moved OWNER TO gangway_system;
ALTER FUNCTION drop_summary OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;

-- Those that there are already. Only staff read it: no tenant has a right to it.
DO $$ BEGIN
  SET LOCAL ROLE gangway_system;
  PERFORM summarize_onboarding(id) FROM onboarding;
  RESET ROLE;
END $$;
