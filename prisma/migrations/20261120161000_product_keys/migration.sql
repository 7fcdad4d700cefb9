-- Of the indexes of products only one may begin with the store, that of their external ids. Of a store that is new Postgres believes that it has
-- hardly a row, then any index with the store in front is as good as another, and it went through the whole store for each id that it looked for.
ALTER TABLE "product_texts" DROP CONSTRAINT "product_texts_store_id_product_id_fkey"; -- comes back below
ALTER TABLE "missing_product" DROP CONSTRAINT "missing_product_store_id_product_id_fkey"; -- comes back below

DROP INDEX "products_store_id_id_key"; -- the same columns the other way round
DROP INDEX "products_store_id_gtin_idx"; -- the same columns the other way round

-- CreateIndex
CREATE UNIQUE INDEX "products_id_store_id_key" ON "products"("id", "store_id");

-- CreateIndex
CREATE INDEX "products_gtin_store_id_idx" ON "products"("gtin", "store_id");

-- AddForeignKey
ALTER TABLE "missing_product" ADD CONSTRAINT "missing_product_store_id_product_id_fkey" FOREIGN KEY ("store_id", "product_id") REFERENCES "products"("store_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_texts" ADD CONSTRAINT "product_texts_store_id_product_id_fkey" FOREIGN KEY ("store_id", "product_id") REFERENCES "products"("store_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
