-- AlterTable
ALTER TABLE "onboarding_run" ADD COLUMN     "carried_percent" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "checklist_dismissal" ALTER COLUMN "dismissed_at" DROP NOT NULL,
ADD COLUMN     "later" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

ALTER TABLE onboarding_run ADD CONSTRAINT onboarding_run_carried CHECK (carried_percent BETWEEN 0 AND 100);
