-- CreateTable
CREATE TABLE "practitioners" (
    "id" SERIAL NOT NULL,
    "phone_number" TEXT NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "practice_type" TEXT,
    "location" TEXT,
    "about_us" TEXT,
    "website_url" TEXT,
    "social_media_links" JSONB,
    "is_contacted" BOOLEAN NOT NULL DEFAULT false,
    "last_contacted_date" TIMESTAMPTZ(3),
    "contact_status" TEXT NOT NULL DEFAULT 'new',
    "notes" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "student_count" INTEGER,
    "class_types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "current_challenges" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "preferred_contact_method" TEXT,
    "business_details" JSONB,
    "subdomain" TEXT,
    "website_published" BOOLEAN NOT NULL DEFAULT false,
    "website_published_at" TIMESTAMPTZ(3),
    "website_status" TEXT NOT NULL DEFAULT 'draft',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" INTEGER,

    CONSTRAINT "practitioners_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facilitator_basic_info" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "facilitator_basic_info_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facilitator_visual_profile" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "banner_urls" TEXT[],
    "banner_alts" TEXT[],
    "profile_url" VARCHAR(500),
    "profile_alt" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "facilitator_visual_profile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facilitator_professional_details" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "practice_type" TEXT,
    "languages" TEXT[],
    "teaching_styles" TEXT[],
    "specializations" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "facilitator_professional_details_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facilitator_bio_about" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "short_bio" TEXT NOT NULL,
    "detailed_intro" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "facilitator_bio_about_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facilitator_work_experience" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "job_title" TEXT NOT NULL,
    "company" TEXT,
    "duration" TEXT,
    "start_date" TEXT,
    "end_date" TEXT,
    "description" TEXT,

    CONSTRAINT "facilitator_work_experience_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "facilitator_certifications" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "certificate_name" TEXT NOT NULL,
    "issuing_organization" TEXT,
    "date_received" TEXT,
    "credential_id" TEXT,

    CONSTRAINT "facilitator_certifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offerings" (
    "id" SERIAL NOT NULL,
    "practitioner_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "price" DECIMAL(10,2),
    "currency" CHAR(3),
    "duration_minutes" INTEGER,
    "is_active" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offerings_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "onboarding" ADD COLUMN "practitioner_id" INTEGER;

-- CreateIndex
CREATE UNIQUE INDEX "practitioners_phone_number_key" ON "practitioners"("phone_number");

-- CreateIndex
CREATE UNIQUE INDEX "practitioners_subdomain_key" ON "practitioners"("subdomain");

-- CreateIndex
CREATE UNIQUE INDEX "practitioners_user_id_key" ON "practitioners"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "facilitator_basic_info_practitioner_id_key" ON "facilitator_basic_info"("practitioner_id");

-- CreateIndex
CREATE UNIQUE INDEX "facilitator_visual_profile_practitioner_id_key" ON "facilitator_visual_profile"("practitioner_id");

-- CreateIndex
CREATE UNIQUE INDEX "facilitator_professional_details_practitioner_id_key" ON "facilitator_professional_details"("practitioner_id");

-- CreateIndex
CREATE UNIQUE INDEX "facilitator_bio_about_practitioner_id_key" ON "facilitator_bio_about"("practitioner_id");

-- CreateIndex
CREATE UNIQUE INDEX "facilitator_work_experience_practitioner_id_position_key" ON "facilitator_work_experience"("practitioner_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "facilitator_certifications_practitioner_id_position_key" ON "facilitator_certifications"("practitioner_id", "position");

-- CreateIndex
CREATE INDEX "offerings_practitioner_id_idx" ON "offerings"("practitioner_id");

-- CreateIndex
CREATE UNIQUE INDEX "onboarding_practitioner_id_key" ON "onboarding"("practitioner_id");

-- AddForeignKey
ALTER TABLE "practitioners" ADD CONSTRAINT "practitioners_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "facilitator_basic_info" ADD CONSTRAINT "facilitator_basic_info_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "facilitator_visual_profile" ADD CONSTRAINT "facilitator_visual_profile_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "facilitator_professional_details" ADD CONSTRAINT "facilitator_professional_details_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "facilitator_bio_about" ADD CONSTRAINT "facilitator_bio_about_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "facilitator_work_experience" ADD CONSTRAINT "facilitator_work_experience_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "facilitator_certifications" ADD CONSTRAINT "facilitator_certifications_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offerings" ADD CONSTRAINT "offerings_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "onboarding" ADD CONSTRAINT "onboarding_practitioner_id_fkey" FOREIGN KEY ("practitioner_id") REFERENCES "practitioners"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who has something to offer (sources/003).
CREATE INDEX offerings_active ON offerings (practitioner_id) WHERE is_active;

-- Impossible states. A date is as exact as it was given, and two of them are compared as far as both go.
ALTER TABLE practitioners
  ADD CONSTRAINT practitioners_phone CHECK (phone_number ~ '^\+[1-9][0-9]{6,14}$'),
  ADD CONSTRAINT practitioners_published CHECK (NOT website_published OR website_published_at IS NOT NULL),
  ADD CONSTRAINT practitioners_students CHECK (student_count >= 0);
ALTER TABLE facilitator_basic_info
  ADD CONSTRAINT basic_info_filled CHECK (length(first_name) > 0 AND length(last_name) > 0 AND length(email) > 0 AND length(location) > 0);
ALTER TABLE facilitator_visual_profile
  ADD CONSTRAINT visual_profile_alts CHECK (cardinality(banner_urls) = cardinality(banner_alts) AND (profile_alt IS NULL OR profile_url IS NOT NULL)),
  ADD CONSTRAINT visual_profile_banners CHECK (cardinality(banner_urls) <= 5);
ALTER TABLE facilitator_professional_details
  ADD CONSTRAINT professional_details_filled CHECK (cardinality(languages) > 0 AND cardinality(specializations) > 0);
ALTER TABLE facilitator_bio_about ADD CONSTRAINT bio_about_filled CHECK (char_length(short_bio) >= 20);
ALTER TABLE facilitator_work_experience
  ADD CONSTRAINT work_experience_filled CHECK (length(job_title) > 0 AND position >= 0),
  ADD CONSTRAINT work_experience_dates CHECK (start_date ~ '^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$' AND end_date ~ '^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$'),
  ADD CONSTRAINT work_experience_in_order CHECK (left(end_date, length(start_date)) COLLATE "C" >= left(start_date, length(end_date)) COLLATE "C");
ALTER TABLE facilitator_certifications
  ADD CONSTRAINT certifications_filled CHECK (length(certificate_name) > 0 AND position >= 0),
  ADD CONSTRAINT certifications_date CHECK (date_received ~ '^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$');
ALTER TABLE offerings
  ADD CONSTRAINT offerings_filled CHECK (length(title) > 0),
  ADD CONSTRAINT offerings_price CHECK ((price IS NULL) = (currency IS NULL) AND price >= 0 AND currency ~ '^[A-Z]{3}$'),
  ADD CONSTRAINT offerings_duration CHECK (duration_minutes BETWEEN 1 AND 10080);

-- One more kind of subject: exactly one of the columns is set, and it is that of the kind.
-- (The rule that knew stores only goes.)
ALTER TABLE onboarding DROP CONSTRAINT onboarding_one_subject;
ALTER TABLE onboarding
  ADD CONSTRAINT onboarding_one_subject CHECK (num_nonnulls(store_id, practitioner_id) = 1),
  ADD CONSTRAINT onboarding_kind_practitioner CHECK ((kind = 'practitioner') = (practitioner_id IS NOT NULL));

-- The practitioner of this transaction; null sees nothing.
CREATE FUNCTION current_practitioner_id() RETURNS int LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('gangway.practitioner_id', true), '')::int $$;

-- Tenant tables (docs/decisions/001).
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['facilitator_basic_info', 'facilitator_visual_profile', 'facilitator_professional_details',
    'facilitator_bio_about', 'facilitator_work_experience', 'facilitator_certifications', 'offerings'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (practitioner_id = current_practitioner_id()) WITH CHECK (practitioner_id = current_practitioner_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

-- A practitioner reads what the calling system told, and may not change it: of that table a tenant gets no right to write.
ALTER TABLE practitioners ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON practitioners TO gangway_tenant;
CREATE POLICY tenant ON practitioners TO gangway_tenant USING (id = current_practitioner_id()) WITH CHECK (id = current_practitioner_id());
CREATE POLICY system ON practitioners TO gangway_system USING (true) WITH CHECK (true);

ALTER POLICY tenant ON onboarding
  USING (store_id = current_store_id() OR practitioner_id = current_practitioner_id())
  WITH CHECK (store_id = current_store_id() OR practitioner_id = current_practitioner_id());
