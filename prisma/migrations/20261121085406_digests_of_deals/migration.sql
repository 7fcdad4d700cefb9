-- What has not changed is known by its digest; what the tables have taken need not be kept a second time, so the columns for it may be empty.
ALTER TABLE "rezen_listing_staging" ADD COLUMN "digest" UUID, ALTER COLUMN "mapped" DROP NOT NULL;
-- The same of transactions.
ALTER TABLE "rezen_transaction_staging" ADD COLUMN "digest" UUID, ALTER COLUMN "mapped" DROP NOT NULL;

-- What waits to be written says what; no row breaks this now, so none is looked at.
ALTER TABLE rezen_listing_staging ADD CONSTRAINT rezen_listing_staging_waits CHECK (is_processed OR mapped IS NOT NULL) NOT VALID;
ALTER TABLE rezen_transaction_staging ADD CONSTRAINT rezen_transaction_staging_waits CHECK (is_processed OR mapped IS NOT NULL) NOT VALID;
