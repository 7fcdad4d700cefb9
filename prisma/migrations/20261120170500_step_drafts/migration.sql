-- CreateTable
CREATE TABLE "step_draft" (
    "store_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "answers" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "step_draft_pkey" PRIMARY KEY ("store_id","step")
);

-- CreateIndex
CREATE INDEX "step_draft_saved_at_idx" ON "step_draft"("saved_at");

-- AddForeignKey
ALTER TABLE "step_draft" ADD CONSTRAINT "step_draft_store_id_fkey" FOREIGN KEY ("store_id") REFERENCES "stores"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A tenant table (docs/decisions/001).
ALTER TABLE step_draft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON step_draft TO gangway_tenant;
CREATE POLICY tenant ON step_draft TO gangway_tenant USING (store_id = current_store_id()) WITH CHECK (store_id = current_store_id());
CREATE POLICY system ON step_draft TO gangway_system USING (true) WITH CHECK (true);
