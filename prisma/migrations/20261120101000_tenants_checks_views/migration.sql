-- What Prisma cannot say: tenants, the product's clock, uniqueness that depends on a state, impossible states, views.

-- The product's time: real time, moved only in APP_ENV=test.
CREATE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT now() + make_interval(secs => coalesce((SELECT advance_seconds FROM app_clock WHERE id = 1), 0)) $$;

-- The two roles every transaction of the product runs as (docs/decisions/001): one sees a single tenant, one sees all.
-- Roles belong to the whole server, so several databases may get here at once.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['gangway_tenant', 'gangway_system'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    BEGIN
      -- SET but not INHERIT: a query that did not choose its role must see nothing.
      EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', name);
    EXCEPTION WHEN unique_violation THEN NULL; -- another database of this server did the same this very moment
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO gangway_tenant, gangway_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gangway_system;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO gangway_tenant, gangway_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO gangway_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO gangway_tenant, gangway_system;

-- Of the tables without a tenant, one that acts for a store needs little: it writes messages and audit rows, and reads the clock.
GRANT INSERT, SELECT (id, dedupe_key) ON outbox_message TO gangway_tenant;
GRANT INSERT, SELECT (id, hash) ON audit_entry TO gangway_tenant;
GRANT SELECT ON app_clock TO gangway_tenant;
-- (A shadow database has no such table.)
DO $$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON _prisma_migrations FROM gangway_system;
  END IF;
END $$;

-- The audit trail is written once and never changed by the product.
REVOKE UPDATE, DELETE ON audit_entry FROM gangway_system;

-- The store of this transaction; null sees nothing.
CREATE FUNCTION current_store_id() RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('gangway.store_id', true), '')::int $$;

-- One pair of policies per table that carries a store.
DO $$
DECLARE tenant_table text; tenant_column text;
BEGIN
  FOR tenant_table, tenant_column IN
    SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (c.column_name = 'store_id' OR (c.table_name = 'stores' AND c.column_name = 'id'))
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (%I = current_store_id()) WITH CHECK (%I = current_store_id())', tenant_table, tenant_column, tenant_column);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
  -- Steps and runs belong to the store through their onboarding.
  FOREACH tenant_table IN ARRAY ARRAY['onboarding_step', 'onboarding_run'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id)) WITH CHECK (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id))', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

-- A person holds a role once, per store where it has one.
CREATE UNIQUE INDEX user_roles_once ON user_roles (user_id, role, coalesce(store_id, 0));
-- One confirmed address signs in one person.
CREATE UNIQUE INDEX user_confirmed_email ON "user" (lower(email)) WHERE email_confirmed;
-- One run at a time per onboarding.
CREATE UNIQUE INDEX onboarding_run_active ON onboarding_run (onboarding_id) WHERE ended_at IS NULL;

-- Impossible states.
ALTER TABLE onboarding
  ADD CONSTRAINT onboarding_one_subject CHECK (num_nonnulls(store_id) = 1),
  ADD CONSTRAINT onboarding_kind_subject CHECK ((kind = 'store') = (store_id IS NOT NULL)),
  ADD CONSTRAINT onboarding_ended_after_start CHECK (ended_at IS NULL OR (started_at IS NOT NULL AND ended_at >= started_at)),
  ADD CONSTRAINT onboarding_complete_has_time CHECK (status <> 'complete' OR ended_at IS NOT NULL),
  ADD CONSTRAINT onboarding_skip_is_explained CHECK (status <> 'skipped' OR (skipped_at IS NOT NULL AND skipped_by_id IS NOT NULL AND length(skipped_reason) >= 10));
ALTER TABLE onboarding_step
  ADD CONSTRAINT step_counts CHECK (done >= 0 AND total >= 0 AND done <= total AND attempts >= 0 AND fence >= 0 AND version >= 0),
  ADD CONSTRAINT step_done_has_time CHECK (state <> 'done' OR ended_at IS NOT NULL),
  ADD CONSTRAINT step_failure_has_code CHECK (state <> 'failed' OR error_code IS NOT NULL),
  ADD CONSTRAINT step_retry_has_time CHECK (state <> 'retrying' OR next_attempt_at IS NOT NULL),
  ADD CONSTRAINT step_skip_has_reason CHECK (state <> 'skipped' OR skip_reason IS NOT NULL);
ALTER TABLE onboarding_run
  ADD CONSTRAINT run_end_has_outcome CHECK ((ended_at IS NULL) = (status IN ('pending', 'running', 'waiting')));
ALTER TABLE otp_challenge ADD CONSTRAINT otp_tries CHECK (attempts BETWEEN 0 AND 5);
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);
ALTER TABLE order_lines ADD CONSTRAINT order_lines_quantity CHECK (quantity > 0 AND quantity_available BETWEEN 0 AND quantity AND price >= 0);
ALTER TABLE products ADD CONSTRAINT products_price CHECK (price >= 0 AND sale_price >= 0);
ALTER TABLE store_product_import
  ADD CONSTRAINT product_import_has_feed CHECK (num_nonnulls(csv_url_fr, csv_url_en, csv_url_de) >= 1),
  ADD CONSTRAINT product_import_tax CHECK (default_tax_rate IN (17, 14, 8, 3)),
  ADD CONSTRAINT product_import_preorder CHECK (preorder_days BETWEEN 0 AND 365);
ALTER TABLE store_import ADD CONSTRAINT store_import_days CHECK (days_back BETWEEN 1 AND 365);
ALTER TABLE stores ADD CONSTRAINT stores_code CHECK (code ~ '^[A-Z0-9]{3,20}$');

-- The names that sources/004 relies on.
CREATE VIEW store_onboarding WITH (security_invoker = true) AS
SELECT
  o.id,
  o.store_id,
  CASE
    WHEN o.status = 'complete' THEN 'completed'
    WHEN o.status = 'skipped' THEN 'skipped'
    WHEN o.status = 'pending' THEN 'not_started'
    ELSE 'in_progress'
  END AS status,
  coalesce((SELECT s.step FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NULL AND s.state NOT IN ('done', 'skipped') ORDER BY s.position LIMIT 1), 'order_sync') AS current_step,
  profile.state = 'done' AS step_merchant_profile_completed,
  profile.ended_at AS step_merchant_profile_completed_at,
  letzshop.state = 'done' AS step_letzshop_api_completed,
  letzshop.ended_at AS step_letzshop_api_completed_at,
  product.state = 'done' AS step_product_import_completed,
  product.ended_at AS step_product_import_completed_at,
  sync.state = 'done' AS step_order_sync_completed,
  sync.ended_at AS step_order_sync_completed_at,
  o.started_at,
  o.ended_at AS completed_at,
  o.status = 'skipped' AS skipped_by_admin,
  o.skipped_at,
  o.skipped_reason,
  o.skipped_by_id AS skipped_by_user_id
FROM onboarding o
JOIN onboarding_step profile ON profile.onboarding_id = o.id AND profile.step = 'merchant_profile'
JOIN onboarding_step letzshop ON letzshop.onboarding_id = o.id AND letzshop.step = 'letzshop_api'
JOIN onboarding_step product ON product.onboarding_id = o.id AND product.step = 'product_import'
JOIN onboarding_step sync ON sync.onboarding_id = o.id AND sync.step = 'order_sync'
WHERE o.kind = 'store';

GRANT SELECT ON store_onboarding TO gangway_tenant, gangway_system;
