-- CreateTable
CREATE TABLE "notice" (
    "id" SERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "store_id" INTEGER,
    "kind" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "href" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "dedupe_key" TEXT,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ready_request" (
    "run_id" INTEGER NOT NULL,
    "user_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "channel" "OutboxChannel" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ready_request_pkey" PRIMARY KEY ("run_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "notice_dedupe_key_key" ON "notice"("dedupe_key");

-- CreateIndex
CREATE INDEX "notice_user_id_id_idx" ON "notice"("user_id", "id");

-- CreateIndex
CREATE INDEX "notice_store_id_idx" ON "notice"("store_id");

-- CreateIndex
CREATE INDEX "notice_created_at_idx" ON "notice"("created_at");

-- CreateIndex
CREATE INDEX "ready_request_user_id_idx" ON "ready_request"("user_id");

-- CreateIndex
CREATE INDEX "ready_request_store_id_idx" ON "ready_request"("store_id");

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ready_request" ADD CONSTRAINT "ready_request_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "onboarding_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ready_request" ADD CONSTRAINT "ready_request_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ready_request" ADD CONSTRAINT "ready_request_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The figure at the bell, which every page draws.
CREATE INDEX notice_unread ON notice (user_id) WHERE read_at IS NULL;

ALTER TABLE ready_request ADD CONSTRAINT ready_request_channel CHECK (channel IN ('email', 'sms'));

-- Tenant tables (docs/decisions/001). A notice without a store is no tenant's: only the system reads and writes it.
ALTER TABLE notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON notice TO gangway_tenant;
CREATE POLICY tenant ON notice TO gangway_tenant USING (store_id = current_store_id()) WITH CHECK (store_id = current_store_id());
CREATE POLICY system ON notice TO gangway_system USING (true) WITH CHECK (true);
ALTER TABLE ready_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON ready_request TO gangway_tenant;
CREATE POLICY tenant ON ready_request TO gangway_tenant USING (store_id = current_store_id()) WITH CHECK (store_id = current_store_id());
CREATE POLICY system ON ready_request TO gangway_system USING (true) WITH CHECK (true);
