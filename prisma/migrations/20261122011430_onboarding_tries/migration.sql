-- AlterTable
ALTER TABLE "onboarding_step" ADD COLUMN     "tried_at" TIMESTAMPTZ(3),
ADD COLUMN     "tries" JSONB;

-- CreateIndex
CREATE INDEX "outbox_message_tenant_created_at_idx" ON "outbox_message"("tenant", "created_at");

-- Impossible states: what is kept of a run's failed tries is a list, and short.
ALTER TABLE onboarding_step ADD CONSTRAINT onboarding_step_tries CHECK (tries IS NULL OR (jsonb_typeof(tries) = 'array' AND jsonb_array_length(tries) <= 10));
