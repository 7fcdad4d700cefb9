-- CreateEnum
CREATE TYPE "SyncEvery" AS ENUM ('never', 'day', 'week');

-- CreateEnum
CREATE TYPE "ChangeKind" AS ENUM ('added', 'changed', 'gone');

-- AlterTable
ALTER TABLE "agent" ADD COLUMN     "next_sync_at" TIMESTAMPTZ(3),
ADD COLUMN     "sync_every" "SyncEvery" NOT NULL DEFAULT 'day',
ADD COLUMN     "sync_paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "sync_paused_by_id" INTEGER;

-- AlterTable
ALTER TABLE "onboarding_run" ADD COLUMN     "is_whole" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "quote" JSONB;

-- CreateTable
CREATE TABLE "agent_data_set" (
    "user_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "run_id" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "fetched" INTEGER NOT NULL,
    "created" INTEGER NOT NULL,
    "updated" INTEGER NOT NULL,
    "gone" INTEGER NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "agent_data_set_pkey" PRIMARY KEY ("user_id","step")
);

-- CreateTable
CREATE TABLE "sync_change" (
    "user_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "kind" "ChangeKind" NOT NULL,
    "label" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "found_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_change_pkey" PRIMARY KEY ("user_id","run_id","step","record_id")
);

-- CreateIndex
CREATE INDEX "sync_change_found_at_idx" ON "sync_change"("found_at");

-- AddForeignKey
ALTER TABLE "agent_data_set" ADD CONSTRAINT "agent_data_set_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_change" ADD CONSTRAINT "sync_change_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "agent"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['agent_data_set', 'sync_change'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO gangway_tenant', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I TO gangway_tenant USING (user_id = current_agent_user_id()) WITH CHECK (user_id = current_agent_user_id())', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I TO gangway_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

-- Accounts whose data is to be fetched again by itself, by when: every pass looks for them.
CREATE INDEX agent_next_sync ON agent (next_sync_at) WHERE next_sync_at IS NOT NULL AND sync_paused_at IS NULL;

-- What is known already: when each data set was last read, and which runs did not begin with everything. Those who have had a sync get their
-- next one within a day, not all at once.
SET ROLE gangway_system;
INSERT INTO agent_data_set (user_id, step, run_id, read_at, fetched, created, updated, gone, seconds)
SELECT DISTINCT ON (o.agent_user_id, p->>'step') o.agent_user_id, p->>'step', r.id, (p->>'endedAt')::timestamptz,
  coalesce((p->'result'->>'fetched')::int, 0), coalesce((p->'result'->>'created')::int, 0), coalesce((p->'result'->>'updated')::int, 0), 0,
  coalesce(extract(epoch FROM (p->>'endedAt')::timestamptz - (p->>'startedAt')::timestamptz), 0)
FROM onboarding o JOIN onboarding_run r ON r.onboarding_id = o.id CROSS JOIN LATERAL jsonb_array_elements(r.parts) p
WHERE o.kind = 'agent' AND p->>'state' = 'done' AND p->>'endedAt' IS NOT NULL
ORDER BY o.agent_user_id, p->>'step', r.id DESC;
UPDATE onboarding_run r SET is_whole = false WHERE jsonb_typeof(r.parts) = 'array' AND EXISTS (
  SELECT FROM jsonb_array_elements(r.parts) p WHERE (p->>'startedAt')::timestamptz < r.created_at);
UPDATE agent a SET next_sync_at = app_now() + random() * interval '1 day' WHERE EXISTS (SELECT FROM agent_data_set d WHERE d.user_id = a.user_id);
RESET ROLE;
