-- Customers (sources/002): who they are, their credentials at Zuora, and the workflows that Zuora tells of.
-- AlterTable
ALTER TABLE "notice" ADD COLUMN     "customer_id" INTEGER;

-- AlterTable
ALTER TABLE "onboarding" ADD COLUMN     "customer_id" INTEGER;

-- CreateTable
CREATE TABLE "customer" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "contact_email" TEXT,
    "zuora_tenant_id" TEXT,
    "sync_every_minutes" INTEGER NOT NULL DEFAULT 60,
    "page_size" INTEGER NOT NULL DEFAULT 50,
    "with_exports" BOOLEAN NOT NULL DEFAULT true,
    "notify_by" TEXT[] DEFAULT ARRAY['email', 'in_app']::TEXT[],
    "alert_after_failures" INTEGER NOT NULL DEFAULT 3,
    "alert_after_minutes" INTEGER NOT NULL DEFAULT 180,
    "next_sync_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zuora_credential" (
    "id" SERIAL NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "base_url" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "tested_at" TIMESTAMPTZ(3),
    "test" JSONB,
    "proven_at" TIMESTAMPTZ(3),
    "next_test_at" TIMESTAMPTZ(3),
    "broken_at" TIMESTAMPTZ(3),
    "broken_class" TEXT,
    "missing_right" TEXT,

    CONSTRAINT "zuora_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "zuora_token" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "token" TEXT,
    "until" TIMESTAMPTZ(3),
    "asked_by" TEXT,
    "asked_until" TIMESTAMPTZ(3),

    CONSTRAINT "zuora_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer_run" (
    "run_id" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "workflow_id" INTEGER,
    "accepts_deletions" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "customer_run_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "workflow" (
    "id" SERIAL NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "zuora_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "is_active" BOOLEAN NOT NULL,
    "version" TEXT,
    "interval" TEXT,
    "timezone" TEXT,
    "triggers" TEXT[],
    "zuora_created_at" TIMESTAMPTZ(3),
    "zuora_updated_at" TIMESTAMPTZ(3),
    "seen_run_id" INTEGER NOT NULL,
    "is_export_due" BOOLEAN NOT NULL DEFAULT true,
    "export_digest" TEXT,
    "exported_at" TIMESTAMPTZ(3),
    "export_error" TEXT,
    "unreadable" INTEGER NOT NULL DEFAULT 0,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "synced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workflow_export" (
    "workflow_id" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "workflow_export_pkey" PRIMARY KEY ("workflow_id")
);

-- CreateTable
CREATE TABLE "workflow_task" (
    "workflow_id" INTEGER NOT NULL,
    "zuora_id" TEXT NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "action_type" TEXT NOT NULL,
    "object" TEXT,
    "call_type" TEXT,
    "priority" TEXT,
    "status" TEXT,
    "left" DOUBLE PRECISION,
    "top" DOUBLE PRECISION,

    CONSTRAINT "workflow_task_pkey" PRIMARY KEY ("workflow_id","zuora_id")
);

-- CreateTable
CREATE TABLE "workflow_linkage" (
    "workflow_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "from_task" TEXT,
    "to_task" TEXT,
    "type" TEXT NOT NULL,

    CONSTRAINT "workflow_linkage_pkey" PRIMARY KEY ("workflow_id","position")
);

-- CreateTable
CREATE TABLE "workflow_change" (
    "id" SERIAL NOT NULL,
    "customer_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "zuora_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "customer_next_sync_at_idx" ON "customer"("next_sync_at");

-- CreateIndex
CREATE UNIQUE INDEX "zuora_credential_customer_id_key" ON "zuora_credential"("customer_id");

-- CreateIndex
CREATE INDEX "zuora_credential_next_test_at_idx" ON "zuora_credential"("next_test_at");

-- CreateIndex
CREATE UNIQUE INDEX "zuora_token_name_key" ON "zuora_token"("name");

-- CreateIndex
CREATE INDEX "zuora_token_until_idx" ON "zuora_token"("until");

-- CreateIndex
CREATE INDEX "customer_run_customer_id_idx" ON "customer_run"("customer_id");

-- CreateIndex
CREATE INDEX "workflow_customer_id_name_id_idx" ON "workflow"("customer_id", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_customer_id_zuora_id_key" ON "workflow"("customer_id", "zuora_id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_customer_id_id_key" ON "workflow"("customer_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_export_customer_id_workflow_id_key" ON "workflow_export"("customer_id", "workflow_id");

-- CreateIndex
CREATE INDEX "workflow_change_customer_id_id_idx" ON "workflow_change"("customer_id", "id");

-- CreateIndex
CREATE INDEX "workflow_change_at_idx" ON "workflow_change"("at");

-- CreateIndex
CREATE UNIQUE INDEX "workflow_change_run_id_zuora_id_change_key" ON "workflow_change"("run_id", "zuora_id", "change");

-- CreateIndex
CREATE INDEX "notice_customer_id_idx" ON "notice"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_customer_id_key" ON "onboarding"("customer_id");

-- AddForeignKey
ALTER TABLE "zuora_credential" ADD CONSTRAINT "zuora_credential_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_run" ADD CONSTRAINT "customer_run_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow" ADD CONSTRAINT "workflow_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_export" ADD CONSTRAINT "workflow_export_customer_id_workflow_id_fkey" FOREIGN KEY ("customer_id", "workflow_id") REFERENCES "workflow"("customer_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_task" ADD CONSTRAINT "workflow_task_customer_id_workflow_id_fkey" FOREIGN KEY ("customer_id", "workflow_id") REFERENCES "workflow"("customer_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_linkage" ADD CONSTRAINT "workflow_linkage_customer_id_workflow_id_fkey" FOREIGN KEY ("customer_id", "workflow_id") REFERENCES "workflow"("customer_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workflow_change" ADD CONSTRAINT "workflow_change_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states.
ALTER TABLE customer
  ADD CONSTRAINT customer_filled CHECK (length(name) > 0),
  ADD CONSTRAINT customer_lower_email CHECK (contact_email = lower(contact_email) AND length(contact_email) > 0),
  ADD CONSTRAINT customer_sync_every CHECK (sync_every_minutes = 0 OR sync_every_minutes BETWEEN 15 AND 10080),
  ADD CONSTRAINT customer_page_size CHECK (page_size BETWEEN 1 AND 50),
  ADD CONSTRAINT customer_notify_by CHECK (notify_by <@ ARRAY['email', 'in_app', 'slack']),
  ADD CONSTRAINT customer_alerts CHECK (alert_after_failures BETWEEN 1 AND 100 AND alert_after_minutes BETWEEN 15 AND 44640);
ALTER TABLE zuora_credential
  ADD CONSTRAINT zuora_credential_sealed CHECK (client_secret ~ '^g1\.'),
  ADD CONSTRAINT zuora_credential_broken CHECK ((broken_at IS NULL) = (broken_class IS NULL) AND broken_class IN ('auth', 'permission', 'wrong_address', 'unreadable')),
  ADD CONSTRAINT zuora_credential_right CHECK (missing_right IS NULL OR broken_class = 'permission'),
  ADD CONSTRAINT zuora_credential_test CHECK ((tested_at IS NULL) = (test IS NULL));
ALTER TABLE zuora_token
  ADD CONSTRAINT zuora_token_sealed CHECK (token ~ '^g1\.' AND until IS NOT NULL),
  ADD CONSTRAINT zuora_token_asked CHECK ((asked_by IS NULL) = (asked_until IS NULL));
ALTER TABLE workflow
  ADD CONSTRAINT workflow_zuora_id CHECK (zuora_id ~ '^[1-9][0-9]{0,18}$'),
  ADD CONSTRAINT workflow_triggers CHECK (triggers <@ ARRAY['ondemand', 'callout', 'scheduled']),
  ADD CONSTRAINT workflow_export_read CHECK ((export_digest IS NULL) = (exported_at IS NULL));
ALTER TABLE workflow_export ADD CONSTRAINT workflow_export_sealed CHECK (content ~ '^g1\.');
ALTER TABLE workflow_change ADD CONSTRAINT workflow_change_kind CHECK (change IN ('added', 'changed', 'gone'));

-- One more kind of subject: exactly one of the columns is set, and it is that of the kind.
-- (The rule that knew four kinds only goes.)
ALTER TABLE onboarding DROP CONSTRAINT onboarding_one_subject;
ALTER TABLE onboarding
  ADD CONSTRAINT onboarding_one_subject CHECK (num_nonnulls(store_id, practitioner_id, agent_user_id, member_id, customer_id) = 1),
  ADD CONSTRAINT onboarding_kind_customer CHECK ((kind = 'customer') = (customer_id IS NOT NULL));

-- The customer of this transaction; null sees nothing.
CREATE FUNCTION current_customer_id() RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('gangway.customer_id', true), '')::int $$;

-- Tenant tables (docs/decisions/001). `zuora_token` is no tenant's: a customer is not known by its tokens.
ALTER TABLE customer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON customer TO gangway_tenant;
CREATE POLICY tenant ON customer TO gangway_tenant USING (id = current_customer_id()) WITH CHECK (id = current_customer_id());
CREATE POLICY system ON customer TO gangway_system USING (true) WITH CHECK (true);
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['zuora_credential', 'customer_run', 'workflow', 'workflow_export', 'workflow_task', 'workflow_linkage', 'workflow_change'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (customer_id = current_customer_id()) WITH CHECK (customer_id = current_customer_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

ALTER POLICY tenant ON onboarding
  USING (store_id = current_store_id() OR practitioner_id = current_practitioner_id() OR agent_user_id = current_agent_user_id() OR member_id = current_member_id() OR customer_id = current_customer_id())
  WITH CHECK (store_id = current_store_id() OR practitioner_id = current_practitioner_id() OR agent_user_id = current_agent_user_id() OR member_id = current_member_id() OR customer_id = current_customer_id());
-- What tells of a customer is that customer's, whoever reads it.
ALTER TABLE notice ADD CONSTRAINT notice_of_one CHECK (num_nonnulls(store_id, customer_id) <= 1);
ALTER POLICY tenant ON notice
  USING (store_id = current_store_id() OR customer_id = current_customer_id() OR (store_id IS NULL AND customer_id IS NULL AND user_id = current_agent_user_id()))
  WITH CHECK (store_id = current_store_id() OR customer_id = current_customer_id() OR (store_id IS NULL AND customer_id IS NULL AND user_id = current_agent_user_id()));
