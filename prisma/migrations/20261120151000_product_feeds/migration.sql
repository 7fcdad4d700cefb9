-- Products that leave the feeds, bad rows to download, and feeds that are read again every day.

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "gone_at" TIMESTAMPTZ(3);

-- A refresh reads the feeds alone: it has no period. (DROP takes the duty to have one away, no column.)
ALTER TABLE "store_import" ALTER COLUMN "days_back" DROP NOT NULL, ALTER COLUMN "since" DROP NOT NULL; -- no column goes

-- AlterTable
ALTER TABLE "store_product_import" ADD COLUMN     "next_refresh_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "import_bad_rows" (
    "store_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "import_bad_rows_pkey" PRIMARY KEY ("store_id","run_id","source","line")
);

-- CreateTable
CREATE TABLE "product_seen" (
    "store_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "external_id" TEXT NOT NULL,
    "language" TEXT,

    CONSTRAINT "product_seen_pkey" PRIMARY KEY ("store_id","run_id","external_id")
);

-- CreateTable
CREATE TABLE "missing_product" (
    "store_id" INTEGER NOT NULL,
    "product_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "kept" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "missing_product_pkey" PRIMARY KEY ("store_id","product_id")
);

-- CreateIndex
CREATE INDEX "store_product_import_next_refresh_at_idx" ON "store_product_import"("next_refresh_at");

-- AddForeignKey
ALTER TABLE "import_bad_rows" ADD CONSTRAINT "import_bad_rows_store_id_run_id_fkey" FOREIGN KEY ("store_id", "run_id") REFERENCES "store_import"("store_id", "run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "product_seen" ADD CONSTRAINT "product_seen_store_id_run_id_fkey" FOREIGN KEY ("store_id", "run_id") REFERENCES "store_import"("store_id", "run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "missing_product" ADD CONSTRAINT "missing_product_store_id_product_id_fkey" FOREIGN KEY ("store_id", "product_id") REFERENCES "products"("store_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The tables above belong to stores (docs/decisions/001).
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['import_bad_rows', 'product_seen', 'missing_product'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (store_id = current_store_id()) WITH CHECK (store_id = current_store_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

-- Lists and counts show what is there.
CREATE INDEX products_present ON products (store_id, id) WHERE gone_at IS NULL;

ALTER TABLE store_import ADD CONSTRAINT store_import_period CHECK ((days_back IS NULL) = (since IS NULL) AND (days_back IS NOT NULL OR include_products));

-- When a store's feeds are read again: its own time of day, so that stores are spread over it, and twelve hours from now at the earliest.
CREATE FUNCTION next_refresh(store int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN slot >= earliest THEN slot ELSE slot + interval '1 day' END
  FROM (SELECT at AS earliest, date_trunc('day', at, 'UTC') + make_interval(secs => (store::bigint * 2654435761 % 86400)::int) AS slot
    FROM (SELECT app_now() + interval '12 hours' AS at) AS noon) AS day
$$;
-- Row-level security holds for the owner of the tables too.
SET ROLE gangway_system;
UPDATE store_product_import i SET next_refresh_at = next_refresh(i.store_id)
FROM onboarding o WHERE o.store_id = i.store_id AND o.status = 'complete';
RESET ROLE;
