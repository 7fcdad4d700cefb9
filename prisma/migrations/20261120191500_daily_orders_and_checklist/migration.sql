-- AlterTable
ALTER TABLE "stores" ADD COLUMN     "next_orders_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "checklist_dismissal" (
    "user_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checklist_dismissal_pkey" PRIMARY KEY ("user_id","store_id")
);

-- CreateIndex
CREATE INDEX "checklist_dismissal_store_id_idx" ON "checklist_dismissal"("store_id");

-- CreateIndex
CREATE INDEX "stores_next_orders_at_idx" ON "stores"("next_orders_at");

-- AddForeignKey
ALTER TABLE "checklist_dismissal" ADD CONSTRAINT "checklist_dismissal_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checklist_dismissal" ADD CONSTRAINT "checklist_dismissal_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A tenant table (docs/decisions/001).
ALTER TABLE checklist_dismissal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON checklist_dismissal TO gangway_tenant;
CREATE POLICY tenant ON checklist_dismissal TO gangway_tenant USING (store_id = current_store_id()) WITH CHECK (store_id = current_store_id());
CREATE POLICY system ON checklist_dismissal TO gangway_system USING (true) WITH CHECK (true);

-- Three kinds of run: an import has days and since when, a reading of the feeds neither, and a reading of the orders only since when; so the old rule, which knew two, goes.
ALTER TABLE store_import DROP CONSTRAINT store_import_period;
ALTER TABLE store_import ADD CONSTRAINT store_import_period
  CHECK ((days_back IS NULL OR since IS NOT NULL) AND (days_back IS NOT NULL OR include_products = (since IS NULL)));

-- When a store's orders are read again: half a day from when its feeds are, so that neither keeps the other waiting, and twelve hours from now at the earliest.
CREATE FUNCTION next_orders(store int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN slot >= earliest THEN slot ELSE slot + interval '24 hours' END
  FROM (SELECT at AS earliest, date_trunc('day', at, 'UTC') + make_interval(secs => ((store::bigint * 2654435761 + 43200) % 86400)::int) AS slot
    FROM (SELECT app_now() + interval '12 hours' AS at) AS noon) AS day
$$;
-- Row-level security holds for the owner of the tables too.
SET ROLE gangway_system;
UPDATE stores s SET next_orders_at = next_orders(s.id) FROM onboarding o WHERE o.store_id = s.id AND o.status = 'complete';
RESET ROLE;
