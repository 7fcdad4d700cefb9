-- CreateIndex
CREATE INDEX "listing_user_id_listing_date_id_key_order" ON "listing"("user_id", "listing_date", "id");

-- CreateIndex
CREATE INDEX "listing_user_id_price_id_idx" ON "listing"("user_id", "price", "id");

-- CreateIndex
CREATE INDEX "transaction_user_id_price_id_idx" ON "transaction"("user_id", "price", "id");

-- CreateIndex
CREATE INDEX "sync_change_user_id_step_record_id_run_id_idx" ON "sync_change"("user_id", "step", "record_id", "run_id");

-- The day of a closing is the real one, else the expected one. Spelled with CASE and not COALESCE, of which the database does not promise that
-- it tells nothing: under row-level security only what is promised may look into an index.
CREATE INDEX transaction_closing_day ON "transaction" (user_id, (CASE WHEN closing_date_actual IS NULL THEN closing_date_estimated ELSE closing_date_actual END), id);

-- The lists are paged by day and id in one direction, which the next two could not follow; the indexes above take their place.
DROP INDEX "listing_user_id_listing_date_id_idx";
-- (As above.)
DROP INDEX "transaction_user_id_closing_date_actual_id_idx";
ALTER INDEX "listing_user_id_listing_date_id_key_order" RENAME TO "listing_user_id_listing_date_id_idx";
