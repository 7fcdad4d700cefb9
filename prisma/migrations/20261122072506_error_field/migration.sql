-- AlterTable
ALTER TABLE "onboarding_step" ADD COLUMN     "error_field" TEXT;
