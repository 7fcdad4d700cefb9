-- AlterTable
ALTER TABLE "onboarding_step" ADD COLUMN     "revised_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "letzshop_credential" ADD COLUMN     "broken_class" TEXT,
ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by_id" INTEGER,
ADD COLUMN     "told_at" TIMESTAMPTZ(3),
-- A deleted key is gone at once; what is left of its row says for thirty days whose it was.
ALTER COLUMN "api_key" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "letzshop_credential_deleted_at_idx" ON "letzshop_credential"("deleted_at");

-- Until now only a refused key was marked. Row-level security holds for the owner of the tables too.
SET ROLE gangway_system;
UPDATE letzshop_credential SET broken_class = 'auth' WHERE broken_at IS NOT NULL;
RESET ROLE;

ALTER TABLE letzshop_credential
  ADD CONSTRAINT letzshop_broken_has_class CHECK ((broken_at IS NULL) = (broken_class IS NULL) AND broken_class IN ('auth', 'permission')),
  ADD CONSTRAINT letzshop_told_of_broken CHECK (told_at IS NULL OR broken_at IS NOT NULL),
  ADD CONSTRAINT letzshop_deleted_has_no_key CHECK ((deleted_at IS NULL) = (api_key IS NOT NULL)),
  ADD CONSTRAINT letzshop_deleted_is_not_broken CHECK (deleted_at IS NULL OR broken_at IS NULL);
