-- CreateEnum
CREATE TYPE "NetworkDirection" AS ENUM ('up', 'down');

-- AlterTable
ALTER TABLE "onboarding" ADD COLUMN     "agent_user_id" INTEGER;

-- AlterTable
ALTER TABLE "onboarding_run" ADD COLUMN     "error_code" TEXT,
ADD COLUMN     "error_message" TEXT;

-- AlterTable
ALTER TABLE "ready_request" ALTER COLUMN "store_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "agent_id" TEXT,
ADD COLUMN     "avatar" TEXT;

-- CreateTable
CREATE TABLE "agent" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "full_name" TEXT,
    "email" TEXT,
    "phone_number" TEXT,
    "avatar" TEXT,
    "type" TEXT,
    "title" TEXT,
    "status" TEXT,
    "country" TEXT,
    "area_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "divisions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "office_name" TEXT,
    "license_number" TEXT,
    "join_date" DATE,
    "anniversary_date" DATE,
    "last_anniversary_date" DATE,
    "next_anniversary_date" DATE,
    "team_id" TEXT,
    "rezen_created_at" TIMESTAMPTZ(3),
    "rezen_updated_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "platform" TEXT NOT NULL,
    "api_key" TEXT,
    "last_four" TEXT NOT NULL,
    "tested_at" TIMESTAMPTZ(3) NOT NULL,
    "broken_at" TIMESTAMPTZ(3),
    "broken_class" TEXT,
    "told_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" INTEGER,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT,
    "type" TEXT,
    "status" TEXT,
    "commission_plan_id" TEXT,
    "max_teammates" INTEGER,
    "max_leaders" INTEGER,
    "rezen_created_at" TIMESTAMPTZ(3),

    CONSTRAINT "team_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "team_members" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "phone_number" TEXT,
    "avatar" TEXT,
    "agent_status" TEXT,
    "roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "flex_roles" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "member_commission_split" DECIMAL(9,4),
    "leader_split" DECIMAL(9,4),
    "real_cap" DECIMAL(18,2),
    "currency" CHAR(3),
    "invitation_status" TEXT,
    "status" TEXT,
    "join_date" DATE,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "team_members_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "rezen_listing_staging" (
    "user_id" INTEGER NOT NULL,
    "rezen_id" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "raw" JSONB NOT NULL,
    "mapped" JSONB NOT NULL,
    "mapping" SMALLINT NOT NULL,
    "is_processed" BOOLEAN NOT NULL DEFAULT false,
    "staged_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "rezen_listing_staging_pkey" PRIMARY KEY ("user_id","rezen_id")
);

-- CreateTable
CREATE TABLE "rezen_transaction_staging" (
    "user_id" INTEGER NOT NULL,
    "rezen_id" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "raw" JSONB NOT NULL,
    "mapped" JSONB NOT NULL,
    "mapping" SMALLINT NOT NULL,
    "is_processed" BOOLEAN NOT NULL DEFAULT false,
    "staged_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "rezen_transaction_staging_pkey" PRIMARY KEY ("user_id","rezen_id")
);

-- CreateTable
CREATE TABLE "listing" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "code" TEXT,
    "lifecycle_group" TEXT NOT NULL,
    "state" TEXT,
    "transaction_type" TEXT,
    "deal_type" TEXT,
    "address_one_line" TEXT,
    "street" TEXT,
    "unit" TEXT,
    "city" TEXT,
    "region" TEXT,
    "postal_code" TEXT,
    "county" TEXT,
    "price" DECIMAL(18,2),
    "currency" CHAR(3),
    "listing_commission_percent" DECIMAL(9,4),
    "sale_commission_percent" DECIMAL(9,4),
    "mls_number" TEXT,
    "listing_date" DATE,
    "listing_expiration_date" DATE,
    "office_id" TEXT,
    "office_name" TEXT,
    "compliance_status" TEXT,
    "lead_source" TEXT,
    "rezen_created_at" TIMESTAMPTZ(3),
    "rezen_updated_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "listing_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "transaction" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "code" TEXT,
    "lifecycle_group" TEXT NOT NULL,
    "state" TEXT,
    "transaction_type" TEXT,
    "deal_type" TEXT,
    "address_one_line" TEXT,
    "street" TEXT,
    "unit" TEXT,
    "city" TEXT,
    "region" TEXT,
    "postal_code" TEXT,
    "county" TEXT,
    "price" DECIMAL(18,2),
    "currency" CHAR(3),
    "gross_commission" DECIMAL(18,2),
    "gross_commission_percentage" DECIMAL(9,4),
    "sale_commission_percent" DECIMAL(9,4),
    "listing_commission_percent" DECIMAL(9,4),
    "my_net_payout" DECIMAL(18,2),
    "contract_acceptance_date" DATE,
    "firm_date" DATE,
    "closing_date_estimated" DATE,
    "closing_date_actual" DATE,
    "closed_at" TIMESTAMPTZ(3),
    "mls_number" TEXT,
    "office_id" TEXT,
    "office_name" TEXT,
    "compliance_status" TEXT,
    "lead_source" TEXT,
    "rezen_created_at" TIMESTAMPTZ(3),
    "rezen_updated_at" TIMESTAMPTZ(3),
    "synced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transaction_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "participant" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "role" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "phone_number" TEXT,
    "business_entity" TEXT,
    "payment_percent" DECIMAL(9,4),
    "payment_amount" DECIMAL(18,2),
    "currency" CHAR(3),
    "paid_by_real" BOOLEAN,
    "external" BOOLEAN,

    CONSTRAINT "participant_pkey" PRIMARY KEY ("user_id","transaction_id","id")
);

-- CreateTable
CREATE TABLE "paid_participant" (
    "user_id" INTEGER NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "participant_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "amount" DECIMAL(18,2),
    "currency" CHAR(3),
    "percent" DECIMAL(9,4),
    "paid_by_real" BOOLEAN,

    CONSTRAINT "paid_participant_pkey" PRIMARY KEY ("user_id","transaction_id","participant_id")
);

-- CreateTable
CREATE TABLE "network_hierarchy" (
    "user_id" INTEGER NOT NULL,
    "ancestor_agent_id" TEXT NOT NULL,
    "descendant_agent_id" TEXT NOT NULL,
    "depth" INTEGER NOT NULL,
    "path_json" JSONB NOT NULL,

    CONSTRAINT "network_hierarchy_pkey" PRIMARY KEY ("user_id","ancestor_agent_id","descendant_agent_id")
);

-- CreateTable
CREATE TABLE "sponsor_tree" (
    "user_id" INTEGER NOT NULL,
    "agent_id" TEXT NOT NULL,
    "direction" "NetworkDirection" NOT NULL,
    "level" INTEGER NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "phone_number" TEXT,
    "avatar" TEXT,
    "status" TEXT,
    "join_date" DATE,
    "terminated_as_of" DATE,
    "size_of_network" INTEGER,

    CONSTRAINT "sponsor_tree_pkey" PRIMARY KEY ("user_id","direction","agent_id")
);

-- CreateTable
CREATE TABLE "contribution" (
    "user_id" INTEGER NOT NULL,
    "contribution_id_raw" TEXT NOT NULL,
    "tier" INTEGER NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "contribution_type" TEXT,
    "status" TEXT,
    "contribution_date" DATE,
    "contributing_agent_id" TEXT,
    "contributor_name" TEXT,
    "receiving_agent_id" TEXT NOT NULL,
    "transaction_id" TEXT,

    CONSTRAINT "contribution_pkey" PRIMARY KEY ("user_id","contribution_id_raw")
);

-- CreateTable
CREATE TABLE "contributors" (
    "user_id" INTEGER NOT NULL,
    "agent_id" TEXT NOT NULL,
    "tier" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "name" TEXT,
    "total" DECIMAL(18,2) NOT NULL,
    "contributions" INTEGER NOT NULL,
    "first_date" DATE,
    "last_date" DATE,

    CONSTRAINT "contributors_pkey" PRIMARY KEY ("user_id","agent_id","tier","currency")
);

-- CreateTable
CREATE TABLE "agent_cap_data" (
    "user_id" INTEGER NOT NULL,
    "agent_id" TEXT NOT NULL,
    "anniversary_date" DATE,
    "brokerage_cap_amount" DECIMAL(18,2),
    "brokerage_cap_amount_paid" DECIMAL(18,2),
    "brokerage_capped" BOOLEAN,
    "team_cap_amount" DECIMAL(18,2),
    "team_cap_amount_paid" DECIMAL(18,2),
    "team_capped" BOOLEAN,
    "fee_amount" DECIMAL(18,2),
    "currency" CHAR(3),
    "synced_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_cap_data_pkey" PRIMARY KEY ("user_id","agent_id")
);

-- CreateTable
CREATE TABLE "equity_transactions" (
    "user_id" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "grant_type" TEXT,
    "shares" DECIMAL(18,6) NOT NULL,
    "price" DECIMAL(18,4),
    "currency" CHAR(3),
    "grant_date" DATE,
    "vesting_date" DATE,
    "status" TEXT,

    CONSTRAINT "equity_transactions_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "equity_monthly" (
    "user_id" INTEGER NOT NULL,
    "period_year" INTEGER NOT NULL,
    "period_month" INTEGER NOT NULL,
    "total_shares" DECIMAL(18,6) NOT NULL,
    "vested_shares" DECIMAL(18,6) NOT NULL,
    "unvested_shares" DECIMAL(18,6) NOT NULL,
    "total_value" DECIMAL(18,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "grants_this_period" DECIMAL(18,6) NOT NULL,
    "vested_this_period" DECIMAL(18,6) NOT NULL,
    "exercised_this_period" DECIMAL(18,6) NOT NULL,
    "forfeited_this_period" DECIMAL(18,6) NOT NULL,

    CONSTRAINT "equity_monthly_pkey" PRIMARY KEY ("user_id","period_year","period_month")
);

-- CreateTable
CREATE TABLE "equity_annual" (
    "user_id" INTEGER NOT NULL,
    "period_year" INTEGER NOT NULL,
    "total_shares" DECIMAL(18,6) NOT NULL,
    "vested_shares" DECIMAL(18,6) NOT NULL,
    "unvested_shares" DECIMAL(18,6) NOT NULL,
    "total_value" DECIMAL(18,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "grants_this_period" DECIMAL(18,6) NOT NULL,
    "vested_this_period" DECIMAL(18,6) NOT NULL,
    "exercised_this_period" DECIMAL(18,6) NOT NULL,
    "forfeited_this_period" DECIMAL(18,6) NOT NULL,
    "dividends_earned" DECIMAL(18,2),

    CONSTRAINT "equity_annual_pkey" PRIMARY KEY ("user_id","period_year")
);

-- CreateTable
CREATE TABLE "revshare_payment" (
    "user_id" INTEGER NOT NULL,
    "payment_id_raw" TEXT NOT NULL,
    "amount" DECIMAL(18,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "status" TEXT,
    "payment_date" DATE,
    "payment_method" TEXT,
    "payment_reference" TEXT,
    "period_start" DATE,
    "period_end" DATE,

    CONSTRAINT "revshare_payment_pkey" PRIMARY KEY ("user_id","payment_id_raw")
);

-- CreateIndex
CREATE INDEX "credentials_deleted_at_idx" ON "credentials"("deleted_at");

-- CreateIndex
CREATE UNIQUE INDEX "credentials_user_id_platform_key" ON "credentials"("user_id", "platform");

-- CreateIndex
CREATE INDEX "listing_user_id_listing_date_id_idx" ON "listing"("user_id", "listing_date" DESC, "id");

-- CreateIndex
CREATE INDEX "transaction_user_id_closing_date_actual_id_idx" ON "transaction"("user_id", "closing_date_actual" DESC, "id");

-- CreateIndex
CREATE INDEX "contribution_user_id_tier_contribution_date_idx" ON "contribution"("user_id", "tier", "contribution_date" DESC);

-- CreateIndex
CREATE INDEX "revshare_payment_user_id_payment_date_idx" ON "revshare_payment"("user_id", "payment_date" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_agent_user_id_key" ON "onboarding"("agent_user_id");

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rezen_listing_staging" ADD CONSTRAINT "rezen_listing_staging_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rezen_transaction_staging" ADD CONSTRAINT "rezen_transaction_staging_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing" ADD CONSTRAINT "listing_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transaction" ADD CONSTRAINT "transaction_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant" ADD CONSTRAINT "participant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant" ADD CONSTRAINT "participant_user_id_transaction_id_fkey" FOREIGN KEY ("user_id", "transaction_id") REFERENCES "transaction"("user_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paid_participant" ADD CONSTRAINT "paid_participant_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "paid_participant" ADD CONSTRAINT "paid_participant_user_id_transaction_id_fkey" FOREIGN KEY ("user_id", "transaction_id") REFERENCES "transaction"("user_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_hierarchy" ADD CONSTRAINT "network_hierarchy_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sponsor_tree" ADD CONSTRAINT "sponsor_tree_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contribution" ADD CONSTRAINT "contribution_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contributors" ADD CONSTRAINT "contributors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_cap_data" ADD CONSTRAINT "agent_cap_data_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "equity_transactions" ADD CONSTRAINT "equity_transactions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "equity_monthly" ADD CONSTRAINT "equity_monthly_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "equity_annual" ADD CONSTRAINT "equity_annual_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revshare_payment" ADD CONSTRAINT "revshare_payment_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_agent_user_id_fkey" FOREIGN KEY ("agent_user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Numbers are exact and have their currency; a month is a month.
ALTER TABLE listing ADD CONSTRAINT listing_money CHECK (price IS NULL OR currency IS NOT NULL);
ALTER TABLE transaction ADD CONSTRAINT transaction_money CHECK (num_nonnulls(price, gross_commission, my_net_payout) = 0 OR currency IS NOT NULL);
ALTER TABLE participant ADD CONSTRAINT participant_money CHECK (payment_amount IS NULL OR currency IS NOT NULL);
ALTER TABLE paid_participant ADD CONSTRAINT paid_participant_money CHECK (num_nonnulls(amount, percent) > 0 AND (amount IS NULL OR currency IS NOT NULL));
ALTER TABLE network_hierarchy ADD CONSTRAINT network_hierarchy_depth CHECK (depth >= 1 AND ancestor_agent_id <> descendant_agent_id);
ALTER TABLE sponsor_tree ADD CONSTRAINT sponsor_tree_level CHECK (level >= 1);
ALTER TABLE contribution ADD CONSTRAINT contribution_tier CHECK (tier BETWEEN 1 AND 5);
ALTER TABLE contributors ADD CONSTRAINT contributors_tier CHECK (tier BETWEEN 1 AND 5 AND contributions > 0);
ALTER TABLE equity_monthly ADD CONSTRAINT equity_monthly_month CHECK (period_month BETWEEN 1 AND 12);
ALTER TABLE credentials
  ADD CONSTRAINT credentials_platform CHECK (platform ~ '^[A-Z][A-Z0-9_]{1,30}$'),
  ADD CONSTRAINT credentials_deleted CHECK ((api_key IS NULL) = (deleted_at IS NOT NULL));
ALTER TABLE onboarding_run ADD CONSTRAINT run_error CHECK (error_code IS NULL OR (status = 'failed' AND error_message IS NOT NULL));

-- What is staged and not yet in its table.
CREATE INDEX rezen_listing_staging_open ON rezen_listing_staging (user_id, rezen_id) WHERE NOT is_processed;
CREATE INDEX rezen_transaction_staging_open ON rezen_transaction_staging (user_id, rezen_id) WHERE NOT is_processed;

-- One more kind of subject: exactly one of the columns is set, and it is that of the kind.
-- (The rule that knew two kinds only goes.)
ALTER TABLE onboarding DROP CONSTRAINT onboarding_one_subject;
ALTER TABLE onboarding
  ADD CONSTRAINT onboarding_one_subject CHECK (num_nonnulls(store_id, practitioner_id, agent_user_id) = 1),
  ADD CONSTRAINT onboarding_kind_agent CHECK ((kind = 'agent') = (agent_user_id IS NOT NULL));

-- The agent's account of this transaction; null sees nothing.
CREATE FUNCTION current_agent_user_id() RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('gangway.agent_user_id', true), '')::int $$;

-- Tenant tables (docs/decisions/001 and 008).
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['agent', 'credentials', 'team', 'team_members', 'rezen_listing_staging', 'listing',
    'rezen_transaction_staging', 'transaction', 'participant', 'paid_participant', 'network_hierarchy', 'sponsor_tree', 'contribution',
    'contributors', 'agent_cap_data', 'equity_transactions', 'equity_monthly', 'equity_annual', 'revshare_payment'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (user_id = current_agent_user_id()) WITH CHECK (user_id = current_agent_user_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

ALTER POLICY tenant ON onboarding
  USING (store_id = current_store_id() OR practitioner_id = current_practitioner_id() OR agent_user_id = current_agent_user_id())
  WITH CHECK (store_id = current_store_id() OR practitioner_id = current_practitioner_id() OR agent_user_id = current_agent_user_id());
-- What tells of no store is of the account itself.
ALTER POLICY tenant ON notice
  USING (store_id = current_store_id() OR (store_id IS NULL AND user_id = current_agent_user_id()))
  WITH CHECK (store_id = current_store_id() OR (store_id IS NULL AND user_id = current_agent_user_id()));
ALTER POLICY tenant ON ready_request
  USING (store_id = current_store_id() OR (store_id IS NULL AND user_id = current_agent_user_id()))
  WITH CHECK (store_id = current_store_id() OR (store_id IS NULL AND user_id = current_agent_user_id()));

-- What reZEN tells of an agent goes to the account as well (sources/000, step 1). A tenant has no right to write accounts: this writes the one
-- of this transaction and no other. An address or number that somebody typed or proved stays, and a number that another account has is left out.
-- A sync that finds nothing new changes nothing: only what differs is written. Who owns the tables is not let in by their policies (forced
-- row-level security), so it is done as the system: `user_roles` is a store's table, and an owner's update of it changes nothing.
CREATE FUNCTION tell_agent_account(told_name text, told_avatar text, told_agent_id text, told_email text, told_phone text, told_type text)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE "user" u SET name = t.name, avatar = t.avatar, agent_id = t.agent_id, email = t.email, phone_number = t.phone_number
  FROM (
    SELECT id, coalesce(told_name, name) AS name, coalesce(told_avatar, avatar) AS avatar, told_agent_id AS agent_id,
      coalesce(email, told_email) AS email,
      coalesce(phone_number, (SELECT told_phone WHERE NOT EXISTS (SELECT FROM "user" o WHERE o.phone_number = told_phone))) AS phone_number
    FROM "user" WHERE id = current_agent_user_id()) t
  WHERE u.id = t.id AND (u.name, u.avatar, u.agent_id, u.email, u.phone_number)
    IS DISTINCT FROM (t.name, t.avatar, t.agent_id, t.email, t.phone_number);
  UPDATE user_roles r SET account_type = told_type
  WHERE r.user_id = current_agent_user_id() AND r.role = 'agent' AND r.account_type IS DISTINCT FROM told_type;
$$;
REVOKE EXECUTE ON FUNCTION tell_agent_account FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tell_agent_account TO gangway_tenant, gangway_system;
GRANT CREATE ON SCHEMA public TO gangway_system;
ALTER FUNCTION tell_agent_account OWNER TO gangway_system;
REVOKE CREATE ON SCHEMA public FROM gangway_system;

-- The names that sources/000 relies on: one row per account, which is its newest run.
CREATE VIEW rezen_onboarding_jobs WITH (security_invoker = true) AS
SELECT r.id, o.agent_user_id AS user_id,
  CASE
    WHEN r.error_code IS NOT NULL OR r.status = 'cancelled' THEN 'Error'
    WHEN r.status = 'complete' THEN 'Complete'
    WHEN r.ended_at IS NOT NULL THEN 'Partial'
    WHEN r.started_at IS NULL THEN 'Pending'
    ELSE 'Started'
  END AS status,
  r.started_at AS started, r.ended_at AS ended,
  greatest(r.created_at, r.started_at, r.ended_at, (SELECT max(greatest(s.heartbeat_at, s.ended_at)) FROM onboarding_step s WHERE s.onboarding_id = o.id)) AS lastupdated,
  agent_data.started_at AS agent_data_started, agent_data.state = 'done' AS agent_data, agent_data.ended_at AS agent_data_ended,
  CASE WHEN team.state <> 'skipped' THEN team.started_at END AS team_members_started, team.state = 'done' AS team_members,
  CASE WHEN team.state <> 'skipped' THEN team.ended_at END AS team_members_ended,
  listings.started_at AS listing_data_started, listings.state = 'done' AS listing_data, listings.ended_at AS listing_data_ended,
  transactions.started_at AS transaction_data_started, transactions.state = 'done' AS transaction_data,
  transactions.state = 'done' OR coalesce((transactions.cursor->>'isLoaded')::boolean, false) AS transaction_data_loaded,
  transactions.ended_at AS transaction_data_ended,
  sponsors.started_at AS sponsor_tree_started, sponsors.state = 'done' AS sponsor_tree, sponsors.ended_at AS sponsor_tree_ended,
  contributions.started_at AS contributions_started, contributions.state = 'done' AS contributions, contributions.ended_at AS contributions_ended,
  cap.started_at AS network_cap_data_started, cap.state = 'done' AS network_cap_data, cap.ended_at AS network_cap_data_ended,
  equity.started_at AS equity_started, equity.state = 'done' AS equity, equity.ended_at AS equity_ended,
  revshare.started_at AS pending_revshare_payments_started, revshare.state = 'done' AS pending_revshare_payments,
  revshare.ended_at AS pending_revshare_payments_ended
FROM onboarding o
JOIN LATERAL (SELECT * FROM onboarding_run r WHERE r.onboarding_id = o.id ORDER BY r.number DESC LIMIT 1) r ON true
JOIN onboarding_step agent_data ON agent_data.onboarding_id = o.id AND agent_data.step = 'agent_data'
JOIN onboarding_step team ON team.onboarding_id = o.id AND team.step = 'team_roster'
JOIN onboarding_step listings ON listings.onboarding_id = o.id AND listings.step = 'listings'
JOIN onboarding_step transactions ON transactions.onboarding_id = o.id AND transactions.step = 'transactions'
JOIN onboarding_step sponsors ON sponsors.onboarding_id = o.id AND sponsors.step = 'sponsor_tree'
JOIN onboarding_step contributions ON contributions.onboarding_id = o.id AND contributions.step = 'contributions'
JOIN onboarding_step cap ON cap.onboarding_id = o.id AND cap.step = 'cap_data'
JOIN onboarding_step equity ON equity.onboarding_id = o.id AND equity.step = 'equity'
JOIN onboarding_step revshare ON revshare.onboarding_id = o.id AND revshare.step = 'revshare'
WHERE o.kind = 'agent';

GRANT SELECT ON rezen_onboarding_jobs TO gangway_tenant, gangway_system;

-- The name that sources/000 relies on for what stands under an agent's bell.
CREATE VIEW notification_items WITH (security_invoker = true) AS
SELECT id, values->>'code' AS code, 'INFO' AS type, values->>'message' AS message, user_id, created_at, read_at
FROM notice WHERE values ? 'code';

GRANT SELECT ON notification_items TO gangway_tenant, gangway_system;
