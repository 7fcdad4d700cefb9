-- AlterTable
ALTER TABLE "bulk_job" ADD COLUMN     "skip_until" TIMESTAMPTZ(3);

-- Stores may be skipped many at once, for a reason and perhaps until a time; the rule comes back below with that word in it.
ALTER TABLE bulk_job DROP CONSTRAINT bulk_job_action;
ALTER TABLE bulk_job
  ADD CONSTRAINT bulk_job_action CHECK (action IN ('retry', 'cancel', 'resume', 'skip')),
  ADD CONSTRAINT bulk_job_skip CHECK ((action <> 'skip' OR reason IS NOT NULL) AND (action = 'skip' OR skip_until IS NULL));

-- Those that are held up, the oldest first.
CREATE INDEX onboarding_summary_held ON onboarding_summary (held_since, onboarding_id) WHERE error_code <> '';
