-- The rules of alerts look at the runs that ended within the hour.
CREATE INDEX "onboarding_run_ended_at_idx" ON "onboarding_run"("ended_at");
