-- CreateEnum
CREATE TYPE "RoleName" AS ENUM ('practitioner', 'store', 'agent', 'customer', 'admin', 'operator');

-- CreateEnum
CREATE TYPE "OtpPurpose" AS ENUM ('login', 'signup');

-- CreateEnum
CREATE TYPE "OtpChannel" AS ENUM ('sms', 'email');

-- CreateEnum
CREATE TYPE "OutboxChannel" AS ENUM ('sms', 'email', 'slack');

-- CreateEnum
CREATE TYPE "OutboxState" AS ENUM ('pending', 'sent', 'failed');

-- CreateEnum
CREATE TYPE "OnboardingKind" AS ENUM ('store', 'practitioner', 'agent', 'customer', 'member');

-- CreateEnum
CREATE TYPE "OnboardingStatus" AS ENUM ('pending', 'running', 'waiting', 'complete', 'partial', 'failed', 'cancelled', 'skipped');

-- CreateEnum
CREATE TYPE "StepState" AS ENUM ('pending', 'running', 'retrying', 'done', 'failed', 'skipped');

-- CreateEnum
CREATE TYPE "DeliveryMethod" AS ENUM ('nationwide', 'package_delivery', 'self_collect');

-- CreateEnum
CREATE TYPE "OrderStatus" AS ENUM ('pending', 'processing', 'cancelled');

-- CreateTable
CREATE TABLE "user" (
    "id" SERIAL NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "email_confirmed" BOOLEAN NOT NULL DEFAULT false,
    "phone_number" TEXT,
    "locale" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_roles" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "role" "RoleName" NOT NULL,
    "store_id" INTEGER,
    "account_type" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_roles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "store_id" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "address" TEXT,
    "agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "otp_challenge" (
    "id" TEXT NOT NULL,
    "purpose" "OtpPurpose" NOT NULL,
    "channel" "OtpChannel" NOT NULL,
    "identifier" TEXT NOT NULL,
    "user_id" INTEGER,
    "store_id" INTEGER,
    "audience" TEXT,
    "code_hash" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sends" INTEGER NOT NULL DEFAULT 1,
    "silent" BOOLEAN NOT NULL DEFAULT false,
    "resend_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "otp_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_bucket" (
    "key" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "spent" INTEGER NOT NULL,

    CONSTRAINT "rate_bucket_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "id" TEXT NOT NULL,
    "channel" "OutboxChannel" NOT NULL,
    "recipient" TEXT NOT NULL,
    "payload" TEXT,
    "state" "OutboxState" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "error_code" TEXT,
    "dedupe_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "subject_kind" TEXT,
    "subject_id" TEXT,
    "detail" JSONB NOT NULL,
    "address" TEXT,
    "agent" TEXT,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "onboarding" (
    "id" SERIAL NOT NULL,
    "kind" "OnboardingKind" NOT NULL,
    "status" "OnboardingStatus" NOT NULL DEFAULT 'pending',
    "store_id" INTEGER,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "skipped_at" TIMESTAMPTZ(3),
    "skipped_by_id" INTEGER,
    "skipped_reason" TEXT,
    "skipped_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "onboarding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "onboarding_step" (
    "id" SERIAL NOT NULL,
    "onboarding_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "parent" TEXT,
    "position" INTEGER NOT NULL,
    "state" "StepState" NOT NULL DEFAULT 'pending',
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "cursor" JSONB,
    "result" JSONB,
    "error_code" TEXT,
    "error_message" TEXT,
    "skip_reason" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "heartbeat_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "onboarding_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "onboarding_run" (
    "id" SERIAL NOT NULL,
    "onboarding_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" "OnboardingStatus" NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "parts" JSONB,

    CONSTRAINT "onboarding_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_beat" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_beat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_clock" (
    "id" INTEGER NOT NULL,
    "advance_seconds" INTEGER NOT NULL,

    CONSTRAINT "app_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stores" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" INTEGER,
    "owner_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "stores_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "store_profile" (
    "store_id" INTEGER NOT NULL,
    "merchant_name" TEXT NOT NULL,
    "brand_name" TEXT,
    "description" TEXT,
    "contact_email" TEXT NOT NULL,
    "contact_phone" TEXT,
    "website" TEXT,
    "business_address" TEXT,
    "tax_number" TEXT,
    "default_language" TEXT NOT NULL,
    "dashboard_language" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "store_profile_pkey" PRIMARY KEY ("store_id")
);

-- CreateTable
CREATE TABLE "letzshop_credential" (
    "store_id" INTEGER NOT NULL,
    "api_key" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "shop_slug" TEXT NOT NULL,
    "shop_name" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "tested_at" TIMESTAMPTZ(3) NOT NULL,
    "broken_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "letzshop_credential_pkey" PRIMARY KEY ("store_id")
);

-- CreateTable
CREATE TABLE "store_product_import" (
    "store_id" INTEGER NOT NULL,
    "csv_url_fr" TEXT,
    "csv_url_en" TEXT,
    "csv_url_de" TEXT,
    "default_tax_rate" INTEGER NOT NULL,
    "delivery_method" "DeliveryMethod" NOT NULL,
    "preorder_days" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "store_product_import_pkey" PRIMARY KEY ("store_id")
);

-- CreateTable
CREATE TABLE "store_import" (
    "run_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "days_back" INTEGER NOT NULL,
    "include_products" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "store_import_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "import_issue" (
    "id" SERIAL NOT NULL,
    "store_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "line" INTEGER NOT NULL DEFAULT 0,
    "field" TEXT NOT NULL DEFAULT '',
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "import_issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" SERIAL NOT NULL,
    "store_id" INTEGER NOT NULL,
    "external_shipment_id" TEXT NOT NULL,
    "external_order_id" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "shipment_number" TEXT,
    "shipment_state" TEXT NOT NULL,
    "status" "OrderStatus" NOT NULL,
    "total" DECIMAL(14,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "placed_at" TIMESTAMPTZ(3),
    "customer_name" TEXT NOT NULL,
    "customer_email" TEXT,
    "customer_locale" TEXT,
    "shipping_city" TEXT,
    "shipping_country" TEXT,
    "shipping_address" JSONB,
    "billing_address" JSONB,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" SERIAL NOT NULL,
    "store_id" INTEGER NOT NULL,
    "order_id" INTEGER NOT NULL,
    "external_variant_id" TEXT NOT NULL,
    "sku" TEXT,
    "gtin" TEXT,
    "gtin_type" TEXT,
    "title" TEXT NOT NULL,
    "brand" TEXT,
    "quantity" INTEGER NOT NULL,
    "quantity_available" INTEGER NOT NULL,
    "price" DECIMAL(14,2) NOT NULL,
    "currency" CHAR(3) NOT NULL,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "products" (
    "id" SERIAL NOT NULL,
    "store_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "price" DECIMAL(14,2) NOT NULL,
    "sale_price" DECIMAL(14,2),
    "currency" CHAR(3) NOT NULL,
    "availability" TEXT,
    "gtin" TEXT,
    "brand" TEXT,
    "product_type" TEXT,
    "item_group_id" TEXT,
    "image_link" TEXT,
    "link" TEXT,
    "quantity" INTEGER,
    "tax_rate" DECIMAL(5,2) NOT NULL,
    "delivery_method" TEXT NOT NULL,
    "preorder_days" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "products_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product_texts" (
    "product_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,

    CONSTRAINT "product_texts_pkey" PRIMARY KEY ("product_id","language")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_phone_number_key" ON "user"("phone_number");

-- CreateIndex
CREATE INDEX "user_roles_user_id_idx" ON "user_roles"("user_id");

-- CreateIndex
CREATE INDEX "user_roles_store_id_idx" ON "user_roles"("store_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "otp_challenge_identifier_created_at_idx" ON "otp_challenge"("identifier", "created_at");

-- CreateIndex
CREATE INDEX "rate_bucket_ends_at_idx" ON "rate_bucket"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_dedupe_key_key" ON "outbox_message"("dedupe_key");

-- CreateIndex
CREATE INDEX "outbox_message_state_next_attempt_at_idx" ON "outbox_message"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "outbox_message_created_at_idx" ON "outbox_message"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_hash_key" ON "audit_entry"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_subject_kind_subject_id_idx" ON "audit_entry"("subject_kind", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_store_id_key" ON "onboarding"("store_id");

-- CreateIndex
CREATE INDEX "onboarding_kind_status_id_idx" ON "onboarding"("kind", "status", "id");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_step_onboarding_id_step_key" ON "onboarding_step"("onboarding_id", "step");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_run_onboarding_id_number_key" ON "onboarding_run"("onboarding_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "stores_code_key" ON "stores"("code");

-- CreateIndex
CREATE INDEX "stores_owner_id_idx" ON "stores"("owner_id");

-- CreateIndex
CREATE INDEX "stores_verified_at_created_at_idx" ON "stores"("verified_at", "created_at");

-- CreateIndex
CREATE INDEX "store_import_store_id_idx" ON "store_import"("store_id");

-- CreateIndex
CREATE INDEX "import_issue_store_id_idx" ON "import_issue"("store_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_issue_run_id_step_source_line_field_key" ON "import_issue"("run_id", "step", "source", "line", "field");

-- CreateIndex
CREATE INDEX "orders_store_id_placed_at_id_idx" ON "orders"("store_id", "placed_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_store_id_external_shipment_id_key" ON "orders"("store_id", "external_shipment_id");

-- CreateIndex
CREATE INDEX "order_lines_store_id_idx" ON "order_lines"("store_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_order_id_external_variant_id_key" ON "order_lines"("order_id", "external_variant_id");

-- CreateIndex
CREATE INDEX "products_store_id_gtin_idx" ON "products"("store_id", "gtin");

-- CreateIndex
CREATE UNIQUE INDEX "products_store_id_external_id_key" ON "products"("store_id", "external_id");

-- CreateIndex
CREATE INDEX "product_texts_store_id_idx" ON "product_texts"("store_id");

-- AddForeignKey
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "otp_challenge" ADD CONSTRAINT "otp_challenge_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding_step" ADD CONSTRAINT "onboarding_step_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding_run" ADD CONSTRAINT "onboarding_run_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stores" ADD CONSTRAINT "stores_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "store_profile" ADD CONSTRAINT "store_profile_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "letzshop_credential" ADD CONSTRAINT "letzshop_credential_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "store_product_import" ADD CONSTRAINT "store_product_import_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "store_import" ADD CONSTRAINT "store_import_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "onboarding_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "store_import" ADD CONSTRAINT "store_import_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_issue" ADD CONSTRAINT "import_issue_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "store_import"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "products" ADD CONSTRAINT "products_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_texts" ADD CONSTRAINT "product_texts_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "products"("id") ON DELETE CASCADE ON UPDATE CASCADE;
