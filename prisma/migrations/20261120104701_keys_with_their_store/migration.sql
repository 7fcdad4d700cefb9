-- Foreign keys look past row-level security: with the store in the key, no row can hang on another store's parent.

-- Made again below with the store in the key.
ALTER TABLE "import_issue" DROP CONSTRAINT "import_issue_run_id_fkey";

-- Made again below with the store in the key.
ALTER TABLE "order_lines" DROP CONSTRAINT "order_lines_order_id_fkey";

-- Made again below with the store in the key.
ALTER TABLE "product_texts" DROP CONSTRAINT "product_texts_product_id_fkey";

-- The unique index below serves its queries.
DROP INDEX "store_import_store_id_idx";

-- CreateIndex
CREATE UNIQUE INDEX "orders_store_id_id_key" ON "orders"("store_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "products_store_id_id_key" ON "products"("store_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "store_import_store_id_run_id_key" ON "store_import"("store_id", "run_id");

-- AddForeignKey
ALTER TABLE "import_issue" ADD CONSTRAINT "import_issue_store_id_run_id_fkey" FOREIGN KEY ("store_id", "run_id") REFERENCES "store_import"("store_id", "run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_store_id_order_id_fkey" FOREIGN KEY ("store_id", "order_id") REFERENCES "orders"("store_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_texts" ADD CONSTRAINT "product_texts_store_id_product_id_fkey" FOREIGN KEY ("store_id", "product_id") REFERENCES "products"("store_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
