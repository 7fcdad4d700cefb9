-- A part that waits for somebody says what for. The new word may not be used in the transaction that makes it, so it is compared as text.
ALTER TYPE "StepState" ADD VALUE 'waiting';
ALTER TABLE onboarding_step ADD COLUMN waiting_for TEXT;
ALTER TABLE onboarding_step
  ADD CONSTRAINT step_waits_for_something CHECK ((state::text = 'waiting') = (waiting_for IS NOT NULL));
