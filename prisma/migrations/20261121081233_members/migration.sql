-- Members (sources/001): employers, what they have bought, who gets it, and every try to activate somebody. Named locks for any process.
-- CreateEnum
CREATE TYPE "MemberState" AS ENUM ('draft', 'invited', 'otp_verified', 'scheduled', 'activated', 'deactivated', 'expired', 'failed');

-- AlterTable
ALTER TABLE "onboarding" ADD COLUMN     "member_id" INTEGER;

-- AlterTable
ALTER TABLE "partner_account" ADD COLUMN     "allows_replacement" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "default_region" TEXT;

-- CreateTable
CREATE TABLE "employer" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "employer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parent_subscription" (
    "id" TEXT NOT NULL,
    "employer_id" INTEGER NOT NULL,
    "partner_account_id" TEXT,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "cancelled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "parent_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_subscription" (
    "id" TEXT NOT NULL,
    "parent_subscription_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "core_offering" TEXT NOT NULL,
    "requires_kyc" BOOLEAN NOT NULL DEFAULT false,
    "allows_direct" BOOLEAN NOT NULL DEFAULT true,
    "allows_auto" BOOLEAN NOT NULL DEFAULT false,
    "seats" INTEGER,
    "seats_taken" INTEGER NOT NULL DEFAULT 0,
    "starts_on" DATE,
    "ends_on" DATE,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" SERIAL NOT NULL,
    "parent_subscription_id" TEXT NOT NULL,
    "primary_member_id" INTEGER,
    "relation" TEXT NOT NULL DEFAULT 'self',
    "partner_account_id" TEXT,
    "partner_user_id" TEXT,
    "name" TEXT,
    "dob" DATE,
    "gender" TEXT,
    "email" TEXT,
    "phone_number" TEXT,
    "addr_line" TEXT,
    "city" TEXT,
    "addr_state" TEXT,
    "pincode" TEXT,
    "govt_id_name" TEXT,
    "govt_id" TEXT,
    "govt_id_last_four" TEXT,
    "nominee" JSONB,
    "fields" JSONB,
    "state" "MemberState" NOT NULL DEFAULT 'draft',
    "failed_code" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_subscription" (
    "id" TEXT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "plan_subscription_id" TEXT NOT NULL,
    "core_offering" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,
    "door" TEXT NOT NULL,

    CONSTRAINT "member_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activation_log" (
    "id" SERIAL NOT NULL,
    "member_id" INTEGER,
    "door" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "event" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT,
    "code" TEXT,
    "plan_subscription_id" TEXT,
    "subscription_id" TEXT,
    "decision" JSONB NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "request_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activation_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "activation_timer" (
    "member_id" INTEGER NOT NULL,
    "plan_subscription_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "set_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activation_timer_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "named_lock" (
    "key" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "named_lock_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "parent_subscription_employer_id_idx" ON "parent_subscription"("employer_id");

-- CreateIndex
CREATE INDEX "parent_subscription_partner_account_id_idx" ON "parent_subscription"("partner_account_id");

-- CreateIndex
CREATE INDEX "plan_subscription_parent_subscription_id_idx" ON "plan_subscription"("parent_subscription_id");

-- CreateIndex
CREATE INDEX "member_parent_subscription_id_id_idx" ON "member"("parent_subscription_id", "id");

-- CreateIndex
CREATE INDEX "member_primary_member_id_idx" ON "member"("primary_member_id");

-- CreateIndex
CREATE INDEX "member_state_id_idx" ON "member"("state", "id");

-- CreateIndex
CREATE INDEX "member_phone_number_idx" ON "member"("phone_number");

-- CreateIndex
CREATE INDEX "member_email_idx" ON "member"("email");

-- CreateIndex
CREATE UNIQUE INDEX "member_partner_account_id_partner_user_id_key" ON "member"("partner_account_id", "partner_user_id");

-- CreateIndex
CREATE INDEX "member_subscription_member_id_started_at_idx" ON "member_subscription"("member_id", "started_at");

-- CreateIndex
CREATE INDEX "member_subscription_plan_subscription_id_idx" ON "member_subscription"("plan_subscription_id");

-- CreateIndex
CREATE INDEX "activation_log_member_id_id_idx" ON "activation_log"("member_id", "id");

-- CreateIndex
CREATE INDEX "activation_log_at_door_idx" ON "activation_log"("at", "door");

-- CreateIndex
CREATE INDEX "activation_timer_due_at_idx" ON "activation_timer"("due_at");

-- CreateIndex
CREATE INDEX "named_lock_until_idx" ON "named_lock"("until");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_member_id_key" ON "onboarding"("member_id");

-- AddForeignKey
ALTER TABLE "parent_subscription" ADD CONSTRAINT "parent_subscription_employer_id_fkey" FOREIGN KEY ("employer_id") REFERENCES "employer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parent_subscription" ADD CONSTRAINT "parent_subscription_partner_account_id_fkey" FOREIGN KEY ("partner_account_id") REFERENCES "partner_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_subscription" ADD CONSTRAINT "plan_subscription_parent_subscription_id_fkey" FOREIGN KEY ("parent_subscription_id") REFERENCES "parent_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_parent_subscription_id_fkey" FOREIGN KEY ("parent_subscription_id") REFERENCES "parent_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_primary_member_id_fkey" FOREIGN KEY ("primary_member_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_partner_account_id_fkey" FOREIGN KEY ("partner_account_id") REFERENCES "partner_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_subscription" ADD CONSTRAINT "member_subscription_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_subscription" ADD CONSTRAINT "member_subscription_plan_subscription_id_fkey" FOREIGN KEY ("plan_subscription_id") REFERENCES "plan_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activation_log" ADD CONSTRAINT "activation_log_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activation_timer" ADD CONSTRAINT "activation_timer_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "activation_timer" ADD CONSTRAINT "activation_timer_plan_subscription_id_fkey" FOREIGN KEY ("plan_subscription_id") REFERENCES "plan_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One person is one member of a contract, however often they are told of; who was erased is nobody any more.
CREATE UNIQUE INDEX member_phone ON member (parent_subscription_id, phone_number) WHERE primary_member_id IS NULL AND erased_at IS NULL;
CREATE UNIQUE INDEX member_email ON member (parent_subscription_id, email) WHERE primary_member_id IS NULL AND erased_at IS NULL;
CREATE UNIQUE INDEX member_dependent ON member (primary_member_id, lower(name), dob) WHERE primary_member_id IS NOT NULL AND erased_at IS NULL;

-- One active subscription for each member and core offering, whatever door it came through (bar 96).
CREATE UNIQUE INDEX member_subscription_active ON member_subscription (member_id, core_offering) WHERE ended_at IS NULL;

-- Impossible states.
ALTER TABLE partner_account ADD CONSTRAINT partner_account_region CHECK (default_region ~ '^[A-Z]{2}$');
ALTER TABLE employer ADD CONSTRAINT employer_filled CHECK (length(name) > 0);
ALTER TABLE parent_subscription
  ADD CONSTRAINT parent_subscription_id CHECK (id ~ '^sub_[A-Za-z0-9_-]{1,60}$'),
  ADD CONSTRAINT parent_subscription_days CHECK (ends_on >= starts_on);
ALTER TABLE plan_subscription
  ADD CONSTRAINT plan_subscription_id CHECK (id ~ '^plan_[A-Za-z0-9_-]{1,60}$'),
  ADD CONSTRAINT plan_subscription_filled CHECK (length(name) > 0 AND core_offering ~ '^[a-z][a-z0-9_]{0,39}$'),
  ADD CONSTRAINT plan_subscription_days CHECK (ends_on >= starts_on),
  ADD CONSTRAINT plan_subscription_seats CHECK (seats_taken >= 0 AND seats_taken <= seats);
ALTER TABLE member
  ADD CONSTRAINT member_relation CHECK (relation IN ('self', 'spouse', 'child', 'parent', 'other') AND (relation = 'self') = (primary_member_id IS NULL)),
  ADD CONSTRAINT member_own_primary CHECK (primary_member_id <> id),
  ADD CONSTRAINT member_partner CHECK ((partner_account_id IS NULL) = (partner_user_id IS NULL)),
  ADD CONSTRAINT member_gender CHECK (gender IN ('M', 'F', 'O')),
  ADD CONSTRAINT member_phone_number CHECK (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  ADD CONSTRAINT member_lower_email CHECK (email = lower(email) AND length(email) > 0),
  ADD CONSTRAINT member_govt_id CHECK (num_nonnulls(govt_id_name, govt_id, govt_id_last_four) IN (0, 3) AND govt_id_name IN ('pan', 'aadhar', 'passport', 'license')),
  ADD CONSTRAINT member_failed CHECK (failed_code IS NULL OR state = 'failed'),
  ADD CONSTRAINT member_erased CHECK (erased_at IS NULL OR num_nonnulls(name, dob, email, phone_number, addr_line, govt_id, nominee, fields) = 0);
ALTER TABLE member_subscription
  ADD CONSTRAINT member_subscription_id CHECK (id ~ '^ms_[A-Za-z0-9_-]{8,60}$'),
  ADD CONSTRAINT member_subscription_door CHECK (door IN ('direct', 'invite', 'partner', 'auto', 'admin')),
  ADD CONSTRAINT member_subscription_end CHECK ((ended_at IS NULL) = (ended_because IS NULL) AND ended_at >= started_at AND ended_because IN ('replaced', 'deactivated'));
ALTER TABLE activation_log
  ADD CONSTRAINT activation_log_door CHECK (door IN ('direct', 'invite', 'partner', 'auto', 'admin')),
  ADD CONSTRAINT activation_log_outcome CHECK ((to_state IS NULL) = (code IS NOT NULL) AND took_ms >= 0);
ALTER TABLE activation_timer ADD CONSTRAINT activation_timer_set_by CHECK (set_by IN ('schedule', 'invite'));
ALTER TABLE named_lock ADD CONSTRAINT named_lock_time CHECK (until > taken_at);

-- One more kind of subject: exactly one of the columns is set, and it is that of the kind.
-- (The rule that knew three kinds only goes.)
ALTER TABLE onboarding DROP CONSTRAINT onboarding_one_subject;
ALTER TABLE onboarding
  ADD CONSTRAINT onboarding_one_subject CHECK (num_nonnulls(store_id, practitioner_id, agent_user_id, member_id) = 1),
  ADD CONSTRAINT onboarding_kind_member CHECK ((kind = 'member') = (member_id IS NOT NULL));

-- The member of this transaction; null sees nothing.
CREATE FUNCTION current_member_id() RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('gangway.member_id', true), '')::int $$;

-- Tenant tables (docs/decisions/001). A member reads what was done for them and changes it through an act of ours only: but for their own details
-- a tenant gets no right to write. `parent_subscription`, `plan_subscription` and `employer` are no tenant's.
ALTER TABLE member ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, UPDATE (name, dob, gender, email, phone_number, addr_line, city, addr_state, pincode, govt_id_name, govt_id, govt_id_last_four, nominee, version, updated_at) ON member TO gangway_tenant;
CREATE POLICY tenant ON member TO gangway_tenant USING (id = current_member_id()) WITH CHECK (id = current_member_id());
CREATE POLICY system ON member TO gangway_system USING (true) WITH CHECK (true);
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['member_subscription', 'activation_log', 'activation_timer'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (member_id = current_member_id()) WITH CHECK (member_id = current_member_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;
-- The log is only added to; it goes with its member.
REVOKE UPDATE, DELETE ON activation_log FROM gangway_system;

ALTER POLICY tenant ON onboarding
  USING (store_id = current_store_id() OR practitioner_id = current_practitioner_id() OR agent_user_id = current_agent_user_id() OR member_id = current_member_id())
  WITH CHECK (store_id = current_store_id() OR practitioner_id = current_practitioner_id() OR agent_user_id = current_agent_user_id() OR member_id = current_member_id());
