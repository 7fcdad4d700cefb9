-- Runs that have left something out, by when they ended: of those a few are tried again by themselves, and every pass looks for them.
CREATE INDEX onboarding_run_short ON onboarding_run (ended_at) WHERE status IN ('partial', 'failed');
