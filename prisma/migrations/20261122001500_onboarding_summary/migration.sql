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
    coalesce(st.name, pr.name, ag.full_name, us.name, me.name, cu.name, ''),
    terms_of(array_remove(ARRAY[st.name, st.code, st.owner_name, pr.name, ag.full_name, us.name, us.agent_id, me.name, me.partner_user_id, cu.name], NULL),
      coalesce(st.phone_number, pr.phone_number, us.phone_number, me.phone_number)),
    coalesce((SELECT step FROM part WHERE state NOT IN ('done', 'skipped') ORDER BY place LIMIT 1), ''),
    onboarding_percent(o.id), counted.attempts, coalesce(held.step, ''), coalesce(held.error_code, broken.error_code, ''),
    CASE WHEN coalesce(held.error_code, broken.error_code) IS NULL THEN ''
      ELSE md5(concat_ws(' ', o.kind, held.step, coalesce(held.error_code, broken.error_code), regexp_replace(coalesce(held.error_message, broken.error_message), '[0-9]+', '#', 'g'))) END,
    held.waiting_for, counted.next_attempt_at, coalesce(o.started_at, o.created_at), o.ended_at,
    extract(epoch FROM o.ended_at - coalesce(o.started_at, o.created_at))::int, app_now()
  FROM onboarding o CROSS JOIN counted LEFT JOIN held ON true LEFT JOIN broken ON true
    LEFT JOIN stores st ON st.id = o.store_id LEFT JOIN practitioners pr ON pr.id = o.practitioner_id
    LEFT JOIN agent ag ON ag.user_id = o.agent_user_id LEFT JOIN "user" us ON us.id = o.agent_user_id
    LEFT JOIN member me ON me.id = o.member_id LEFT JOIN customer cu ON cu.id = o.customer_id
  WHERE o.id = of
  ON CONFLICT (onboarding_id) DO UPDATE SET (state, subject, terms, step, percent, attempts, error_step, error_code, error_print,
    waiting_for, next_attempt_at, started_at, ended_at, took_seconds, moved_at) = (excluded.state, excluded.subject, excluded.terms, excluded.step, excluded.percent,
    excluded.attempts, excluded.error_step, excluded.error_code, excluded.error_print, excluded.waiting_for, excluded.next_attempt_at, excluded.started_at, excluded.ended_at,
    excluded.took_seconds, excluded.moved_at);
END $$;

-- At the end of a transaction, when all its rows are written and all its other locks are held, so that it makes nobody wait for somebody who waits for it; once, however many of
-- its rows moved. Never early: nothing here may SET CONSTRAINTS.
CREATE FUNCTION note_moved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  row_of record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  noted text := coalesce(current_setting('gangway.summarized', true), '');
  of int;
BEGIN
  IF TG_TABLE_NAME IN ('onboarding_step', 'onboarding_run') THEN of := row_of.onboarding_id;
  ELSIF TG_TABLE_NAME = 'onboarding' THEN of := row_of.id;
  ELSIF TG_TABLE_NAME = 'stores' THEN SELECT id INTO of FROM onboarding WHERE store_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'practitioners' THEN SELECT id INTO of FROM onboarding WHERE practitioner_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'agent' THEN SELECT id INTO of FROM onboarding WHERE agent_user_id = row_of.user_id;
  ELSIF TG_TABLE_NAME = 'user' THEN SELECT id INTO of FROM onboarding WHERE agent_user_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'member' THEN SELECT id INTO of FROM onboarding WHERE member_id = row_of.id;
  ELSIF TG_TABLE_NAME = 'customer' THEN SELECT id INTO of FROM onboarding WHERE customer_id = row_of.id;
  END IF;
  IF of IS NULL OR position(',' || of || ',' IN noted) > 0 THEN RETURN NULL; END IF;
  -- Of very many it forgets the first ones, which are then written twice.
  PERFORM set_config('gangway.summarized', CASE WHEN length(noted) > 8000 THEN '' ELSE noted END || ',' || of || ',', true);
  PERFORM summarize_onboarding(of);
  RETURN NULL;
END $$;
-- Without a foreign key, which would make it a tenant's table: it goes by this.
CREATE FUNCTION drop_summary() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM onboarding_summary WHERE onboarding_id = OLD.id;
  RETURN NULL;
END $$;
CREATE TRIGGER gone AFTER DELETE ON onboarding FOR EACH ROW EXECUTE FUNCTION drop_summary();
CREATE CONSTRAINT TRIGGER made_moved AFTER INSERT ON onboarding DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER moved AFTER UPDATE ON onboarding DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.status, OLD.started_at, OLD.ended_at) IS DISTINCT FROM (NEW.status, NEW.started_at, NEW.ended_at)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER made_moved AFTER INSERT OR DELETE ON onboarding_step DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER moved AFTER UPDATE ON onboarding_step DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.state, OLD.attempts, OLD.error_code, OLD.error_message, OLD.waiting_for, OLD.next_attempt_at)
    IS DISTINCT FROM (NEW.state, NEW.attempts, NEW.error_code, NEW.error_message, NEW.waiting_for, NEW.next_attempt_at)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER moved AFTER UPDATE ON onboarding_run DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.error_code, OLD.error_message) IS DISTINCT FROM (NEW.error_code, NEW.error_message)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER named AFTER UPDATE ON stores DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.name, OLD.code, OLD.owner_name, OLD.phone_number) IS DISTINCT FROM (NEW.name, NEW.code, NEW.owner_name, NEW.phone_number)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER named AFTER UPDATE ON practitioners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.name, OLD.phone_number) IS DISTINCT FROM (NEW.name, NEW.phone_number)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER named AFTER UPDATE ON agent DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.full_name IS DISTINCT FROM NEW.full_name) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER named AFTER UPDATE ON "user" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.name, OLD.phone_number, OLD.agent_id) IS DISTINCT FROM (NEW.name, NEW.phone_number, NEW.agent_id)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER named AFTER UPDATE ON member DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.name, OLD.phone_number, OLD.partner_user_id) IS DISTINCT FROM (NEW.name, NEW.phone_number, NEW.partner_user_id)) EXECUTE FUNCTION note_moved();
CREATE CONSTRAINT TRIGGER named AFTER UPDATE ON customer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION note_moved();

-- Only now: who makes a trigger must be allowed to call its function.
REVOKE EXECUTE ON FUNCTION summarize_onboarding, note_moved, drop_summary FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION summarize_onboarding OWNER TO gangway_system;
ALTER FUNCTION note_moved OWNER TO gangway_system;
ALTER FUNCTION drop_summary OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;

-- Those that there are already. Only staff read it: no tenant has a right to it.
DO $$ BEGIN
  SET LOCAL ROLE gangway_system;
  PERFORM summarize_onboarding(id) FROM onboarding;
  RESET ROLE;
END $$;
