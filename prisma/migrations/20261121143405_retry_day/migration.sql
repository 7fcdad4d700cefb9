-- AlterTable
ALTER TABLE "member" ADD COLUMN     "joined_on" DATE;

-- AlterTable
ALTER TABLE "webhook_message" ADD COLUMN     "leased_until" TIMESTAMPTZ(3),
ADD COLUMN     "tried_since" TIMESTAMPTZ(3);
