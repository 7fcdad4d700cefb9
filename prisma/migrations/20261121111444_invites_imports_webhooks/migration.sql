-- AlterEnum
ALTER TYPE "OtpPurpose" ADD VALUE 'invite';

-- AlterTable
ALTER TABLE "otp_challenge" ADD COLUMN     "subject" TEXT;

-- CreateTable
CREATE TABLE "member_invite" (
    "id" SERIAL NOT NULL,
    "member_id" INTEGER NOT NULL,
    "plan_subscription_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "channels" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "take_up_until" TIMESTAMPTZ(3) NOT NULL,
    "proof_hash" TEXT,
    "proof_until" TIMESTAMPTZ(3),
    "told" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" TEXT,

    CONSTRAINT "member_invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_consent" (
    "invite_id" INTEGER NOT NULL,
    "consent" TEXT NOT NULL,
    "member_id" INTEGER NOT NULL,
    "wording" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_consent_pkey" PRIMARY KEY ("invite_id","consent")
);

-- CreateTable
CREATE TABLE "member_import" (
    "id" SERIAL NOT NULL,
    "parent_subscription_id" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "plan_subscription_id" TEXT,
    "state" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file" TEXT,
    "columns" JSONB NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "started_by" INTEGER,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member_import_row" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "number" INTEGER,
    "outcome" TEXT NOT NULL,
    "errors" JSONB,

    CONSTRAINT "member_import_row_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "partner_webhook" (
    "account_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "partner_webhook_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "webhook_message" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "subject" TEXT,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "replayed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "id" SERIAL NOT NULL,
    "message_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "status" INTEGER,
    "error_class" TEXT,
    "is_by_hand" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "member_invite_token_hash_key" ON "member_invite"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "member_invite_proof_hash_key" ON "member_invite"("proof_hash");

-- CreateIndex
CREATE INDEX "member_invite_member_id_id_idx" ON "member_invite"("member_id", "id");

-- CreateIndex
CREATE INDEX "member_invite_plan_subscription_id_idx" ON "member_invite"("plan_subscription_id");

-- CreateIndex
CREATE INDEX "member_consent_member_id_idx" ON "member_consent"("member_id");

-- CreateIndex
CREATE INDEX "member_import_parent_subscription_id_id_idx" ON "member_import"("parent_subscription_id", "id");

-- CreateIndex
CREATE INDEX "member_import_plan_subscription_id_idx" ON "member_import"("plan_subscription_id");

-- CreateIndex
CREATE INDEX "member_import_created_at_idx" ON "member_import"("created_at");

-- CreateIndex
CREATE INDEX "member_import_row_import_id_outcome_line_idx" ON "member_import_row"("import_id", "outcome", "line");

-- CreateIndex
CREATE INDEX "webhook_message_account_id_created_at_id_idx" ON "webhook_message"("account_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_message_state_next_attempt_at_idx" ON "webhook_message"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_message_created_at_idx" ON "webhook_message"("created_at");

-- CreateIndex
CREATE INDEX "webhook_message_subject_idx" ON "webhook_message"("subject");

-- CreateIndex
CREATE INDEX "webhook_attempt_message_id_id_idx" ON "webhook_attempt"("message_id", "id");

-- AddForeignKey
ALTER TABLE "member_invite" ADD CONSTRAINT "member_invite_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_invite" ADD CONSTRAINT "member_invite_plan_subscription_id_fkey" FOREIGN KEY ("plan_subscription_id") REFERENCES "plan_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_consent" ADD CONSTRAINT "member_consent_invite_id_fkey" FOREIGN KEY ("invite_id") REFERENCES "member_invite"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_consent" ADD CONSTRAINT "member_consent_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_import" ADD CONSTRAINT "member_import_parent_subscription_id_fkey" FOREIGN KEY ("parent_subscription_id") REFERENCES "parent_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_import" ADD CONSTRAINT "member_import_plan_subscription_id_fkey" FOREIGN KEY ("plan_subscription_id") REFERENCES "plan_subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member_import_row" ADD CONSTRAINT "member_import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "member_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner_webhook" ADD CONSTRAINT "partner_webhook_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "partner_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_message" ADD CONSTRAINT "webhook_message_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "partner_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "webhook_message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One link at a time is open for a member.
CREATE UNIQUE INDEX member_invite_open ON member_invite (member_id) WHERE ended_at IS NULL;
-- What the sweep looks for: links whose time to be taken up is over.
CREATE INDEX member_invite_lapsing ON member_invite (take_up_until) WHERE ended_at IS NULL;
-- One file at a time is taken for a contract.
CREATE UNIQUE INDEX member_import_running ON member_import (parent_subscription_id) WHERE state IN ('pending', 'running');

-- Impossible states.
ALTER TABLE member_invite
  ADD CONSTRAINT member_invite_channels CHECK (channels <@ '{email,sms}'::text[] AND cardinality(channels) > 0),
  ADD CONSTRAINT member_invite_times CHECK (expires_at > created_at AND take_up_until >= expires_at),
  ADD CONSTRAINT member_invite_proof CHECK ((proof_hash IS NULL) = (proof_until IS NULL)),
  ADD CONSTRAINT member_invite_end CHECK ((ended_at IS NULL) = (ended_because IS NULL) AND ended_because IN ('replaced', 'revoked', 'superseded', 'accepted', 'expired'));
ALTER TABLE member_import
  ADD CONSTRAINT member_import_act CHECK (act IN ('add', 'activate', 'invite') AND (act = 'add') = (plan_subscription_id IS NULL)),
  ADD CONSTRAINT member_import_state CHECK (state IN ('preview', 'pending', 'running', 'done', 'aborted')),
  ADD CONSTRAINT member_import_started CHECK ((started_at IS NULL) = (started_by IS NULL) AND (started_at IS NOT NULL OR state IN ('preview', 'aborted'))),
  ADD CONSTRAINT member_import_ended CHECK ((ended_at IS NULL) = (state IN ('preview', 'pending', 'running')) AND (ended_at IS NULL) = (file IS NOT NULL)),
  ADD CONSTRAINT member_import_counts CHECK (done BETWEEN 0 AND total AND refused BETWEEN 0 AND done);
ALTER TABLE member_import_row
  ADD CONSTRAINT member_import_row_outcome CHECK (outcome IN ('added', 'changed', 'unchanged', 'activated', 'invited', 'refused')),
  ADD CONSTRAINT member_import_row_errors CHECK ((outcome = 'refused') = (errors IS NOT NULL));
ALTER TABLE partner_webhook
  ADD CONSTRAINT partner_webhook_events CHECK (cardinality(events) > 0 AND events <@ '{member.activated,member.deactivated,member.failed}'::text[]),
  ADD CONSTRAINT partner_webhook_previous CHECK ((previous_secret IS NULL) = (previous_until IS NULL));
ALTER TABLE webhook_message
  ADD CONSTRAINT webhook_message_id CHECK (id ~ '^msg_[A-Za-z0-9_-]{8,60}$'),
  ADD CONSTRAINT webhook_message_state CHECK (state IN ('pending', 'delivered', 'failed') AND (ended_at IS NULL) = (state = 'pending') AND (next_attempt_at IS NOT NULL) = (state = 'pending') AND attempts >= 0);
ALTER TABLE webhook_attempt
  ADD CONSTRAINT webhook_attempt_outcome CHECK (took_ms >= 0 AND (status IS NOT NULL OR error_class IS NOT NULL));
-- Of somebody who was erased nothing is left that says who they were. (The rule that forgot some columns goes.)
ALTER TABLE member DROP CONSTRAINT member_erased;
ALTER TABLE member ADD CONSTRAINT member_erased CHECK (erased_at IS NULL OR num_nonnulls(name, dob, gender, email, phone_number, addr_line, city,
  addr_state, pincode, govt_id_name, govt_id, govt_id_last_four, nominee, fields, partner_account_id, partner_user_id) = 0);

-- Tenant tables (docs/decisions/001): a member reads what was done for them, and changes it through an act of ours only.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['member_invite', 'member_consent'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (member_id = current_member_id()) WITH CHECK (member_id = current_member_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;
-- Consents are only added to; they go with their member.
REVOKE UPDATE, DELETE ON member_consent FROM gangway_system;
-- Whoever has accepted a plan that begins later waits for its first day, also where nobody gets it by a date alone. The check comes back with a word more.
ALTER TABLE activation_timer DROP CONSTRAINT activation_timer_set_by, ADD CONSTRAINT activation_timer_set_by CHECK (set_by IN ('schedule', 'invite', 'accept'));
