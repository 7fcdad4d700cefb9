-- What sources/003 adds to practitioners who are there already: who has been through the onboarding, and when. Times have a zone here.
ALTER TABLE "practitioners"
  ADD COLUMN "crm_onboarding_completed" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "crm_first_login_date" TIMESTAMPTZ(3),
  ADD COLUMN "crm_onboarding_completed_date" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "idx_practitioners_crm_onboarding" ON "practitioners"("crm_onboarding_completed");

-- CreateIndex
CREATE INDEX "idx_practitioners_crm_first_login" ON "practitioners"("crm_first_login_date");

-- Who is through has a date, and has been here before.
ALTER TABLE practitioners
  ADD CONSTRAINT practitioners_crm_completed CHECK (crm_onboarding_completed = (crm_onboarding_completed_date IS NOT NULL)),
  ADD CONSTRAINT practitioners_crm_first_login CHECK (crm_onboarding_completed_date IS NULL OR (crm_first_login_date IS NOT NULL AND crm_onboarding_completed_date >= crm_first_login_date));

-- The end of a practitioner's own wizard is all that its tenant may write here.
GRANT UPDATE (crm_onboarding_completed, crm_onboarding_completed_date) ON practitioners TO gangway_tenant;
