-- CreateTable
CREATE TABLE "bulk_job" (
    "id" SERIAL NOT NULL,
    "action" TEXT NOT NULL,
    "filter" JSONB,
    "reason" TEXT,
    "asked_by" INTEGER NOT NULL,
    "expected_count" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "ended_because" TEXT,
    "waits_for" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "job_id" INTEGER NOT NULL,
    "onboarding_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "code" TEXT,
    "message" TEXT,
    "run_id" INTEGER,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),
    "audit_before" INTEGER,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("job_id","onboarding_id")
);

-- CreateIndex
CREATE INDEX "bulk_job_created_at_idx" ON "bulk_job"("created_at");

-- CreateIndex
CREATE INDEX "bulk_item_job_id_state_onboarding_id_idx" ON "bulk_item"("job_id", "state", "onboarding_id");

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Impossible states.
ALTER TABLE bulk_job
  ADD CONSTRAINT bulk_job_action CHECK (action IN ('retry', 'cancel', 'resume')),
  ADD CONSTRAINT bulk_job_count CHECK (expected_count BETWEEN 1 AND 10000 AND fence >= 0),
  ADD CONSTRAINT bulk_job_state CHECK (
    state IN ('pending', 'running', 'done', 'aborted') AND (state IN ('done', 'aborted')) = (ended_at IS NOT NULL)
    AND (state <> 'pending' OR started_at IS NULL) AND (state NOT IN ('running', 'done') OR started_at IS NOT NULL)),
  ADD CONSTRAINT bulk_job_ended CHECK (
    (state = 'aborted') = (ended_because IS NOT NULL) AND coalesce(ended_because IN ('asked', 'forbidden'), true)),
  ADD CONSTRAINT bulk_job_waits CHECK (waits_for IS NULL OR state = 'running');
ALTER TABLE bulk_item
  ADD CONSTRAINT bulk_item_kind CHECK (kind IN ('store', 'practitioner', 'member', 'agent', 'customer')),
  ADD CONSTRAINT bulk_item_state CHECK (
    state IN ('pending', 'begun', 'done', 'refused') AND (state IN ('done', 'refused')) = (ended_at IS NOT NULL) AND (ended_at IS NULL OR code IS NOT NULL)
    AND (state <> 'begun' OR audit_before IS NOT NULL) AND (run_id IS NULL OR state = 'done')),
  ADD CONSTRAINT bulk_item_tries CHECK (tries >= 0 AND (state = 'pending' OR tries > 0));

CREATE INDEX bulk_job_open ON bulk_job (id) WHERE ended_at IS NULL;

-- What an order has set going, to be counted against the budget of an upstream.
CREATE INDEX bulk_item_run ON bulk_item (run_id) WHERE run_id IS NOT NULL;

-- Failures that many have in common, counted and dated along it.
CREATE INDEX onboarding_summary_failures ON onboarding_summary (error_print, moved_at) INCLUDE (state) WHERE error_code <> '';
-- Whoever fails because somebody outside does not answer, the latest last.
CREATE INDEX onboarding_summary_outages ON onboarding_summary (kind, moved_at) INCLUDE (error_step) WHERE error_code = 'unreachable';
