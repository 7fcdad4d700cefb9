-- Of each field that may fill in an answer, by what it was last told and when. Null for who was last written before this column was there:
-- then it is the last call, or the list.
-- AlterTable
ALTER TABLE "practitioners" ADD COLUMN     "told_fields" JSONB;
