-- Drafts hang on their onboarding, whosever it is: every kind with a wizard has them.
ALTER TABLE "step_draft" ADD COLUMN "onboarding_id" INTEGER;

SET ROLE gangway_system;
UPDATE step_draft d SET onboarding_id = o.id FROM onboarding o WHERE o.store_id = d.store_id;
RESET ROLE;

-- The old rule names the column that goes.
DROP POLICY tenant ON step_draft;
-- With it goes its part in the primary key.
ALTER TABLE "step_draft" DROP CONSTRAINT "step_draft_pkey";
-- The onboarding says whose a draft is.
ALTER TABLE "step_draft" DROP COLUMN "store_id";
ALTER TABLE "step_draft" ALTER COLUMN "onboarding_id" SET NOT NULL;
ALTER TABLE "step_draft" ADD CONSTRAINT "step_draft_pkey" PRIMARY KEY ("onboarding_id", "step");
ALTER TABLE "step_draft" ADD CONSTRAINT "step_draft_onboarding_id_fkey" FOREIGN KEY ("onboarding_id") REFERENCES "onboarding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE POLICY tenant ON step_draft TO gangway_tenant USING (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id)) WITH CHECK (EXISTS (SELECT FROM onboarding o WHERE o.id = onboarding_id));
