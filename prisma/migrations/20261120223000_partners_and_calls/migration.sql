-- AlterTable
ALTER TABLE "practitioners" ADD COLUMN     "calling_version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "partner_account" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "sandbox" BOOLEAN NOT NULL DEFAULT false,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "rotated_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "partner_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "partner_request" (
    "account_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "partner_request_pkey" PRIMARY KEY ("account_id","digest")
);

-- CreateTable
CREATE TABLE "call_transcripts" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "room_name" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "call_date" TIMESTAMPTZ(3) NOT NULL,
    "transcript_json" JSONB,
    "conversation_summary" TEXT,
    "call_duration_seconds" INTEGER,
    "call_status" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_transcripts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_outcomes" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "room_name" TEXT NOT NULL,
    "call_outcome" TEXT NOT NULL,
    "approach_used" TEXT,
    "call_duration" INTEGER,
    "objection_type" TEXT,
    "notes" TEXT,
    "call_date" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_outcomes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "practitioner_insights" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "communication_style" TEXT,
    "primary_objection" TEXT,
    "successful_approaches" TEXT[],
    "failed_approaches" TEXT[],
    "conversion_probability" DECIMAL(5,4) NOT NULL DEFAULT 0.5,
    "total_calls" INTEGER NOT NULL DEFAULT 0,
    "successful_calls" INTEGER NOT NULL DEFAULT 0,
    "best_contact_time" TEXT,
    "avg_call_duration" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "practitioner_insights_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rejected_record" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "record" TEXT NOT NULL,
    "errors" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rejected_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "partner_request_accepted_at_idx" ON "partner_request"("accepted_at");

-- CreateIndex
CREATE INDEX "call_transcripts_practitioner_id_call_date_idx" ON "call_transcripts"("practitioner_id", "call_date");

-- CreateIndex
CREATE UNIQUE INDEX "call_transcripts_practitioner_id_room_name_key" ON "call_transcripts"("practitioner_id", "room_name");

-- CreateIndex
CREATE UNIQUE INDEX "call_outcomes_practitioner_id_room_name_key" ON "call_outcomes"("practitioner_id", "room_name");

-- CreateIndex
CREATE UNIQUE INDEX "practitioner_insights_practitioner_id_key" ON "practitioner_insights"("practitioner_id");

-- CreateIndex
CREATE INDEX "rejected_record_received_at_idx" ON "rejected_record"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "rejected_record_source_digest_key" ON "rejected_record"("source", "digest");

-- AddForeignKey
ALTER TABLE "partner_request" ADD CONSTRAINT "partner_request_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "partner_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_transcripts" ADD CONSTRAINT "call_transcripts_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call_outcomes" ADD CONSTRAINT "call_outcomes_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "practitioner_insights" ADD CONSTRAINT "practitioner_insights_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states.
ALTER TABLE partner_account
  ADD CONSTRAINT partner_account_id CHECK (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  ADD CONSTRAINT partner_account_name CHECK (length(name) > 0),
  ADD CONSTRAINT partner_account_previous CHECK ((previous_secret IS NULL) = (previous_until IS NULL));
ALTER TABLE partner_request ADD CONSTRAINT partner_request_digest CHECK (octet_length(digest) = 32);
ALTER TABLE call_transcripts
  ADD CONSTRAINT call_transcripts_named CHECK (length(room_name) > 0),
  ADD CONSTRAINT call_transcripts_duration CHECK (call_duration_seconds >= 0);
ALTER TABLE call_outcomes
  ADD CONSTRAINT call_outcomes_named CHECK (length(room_name) > 0 AND length(call_outcome) > 0),
  ADD CONSTRAINT call_outcomes_duration CHECK (call_duration >= 0);
ALTER TABLE practitioner_insights
  ADD CONSTRAINT practitioner_insights_probability CHECK (conversion_probability BETWEEN 0 AND 1),
  ADD CONSTRAINT practitioner_insights_calls CHECK (total_calls >= 0 AND successful_calls BETWEEN 0 AND total_calls AND avg_call_duration >= 0);

-- What was said on the phone is the practitioner's to read and nobody's but the system's to write, as the rest of what the calling system told
-- (docs/decisions/001 and 008).
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['call_transcripts', 'call_outcomes', 'practitioner_insights'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (practitioner_id = current_practitioner_id()) WITH CHECK (practitioner_id = current_practitioner_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;
