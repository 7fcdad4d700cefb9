-- length(NULL) >= 10 is NULL, and a CHECK that is NULL holds: a skip without any reason was taken. The same constraint takes its place.
ALTER TABLE onboarding DROP CONSTRAINT onboarding_skip_is_explained;
ALTER TABLE onboarding ADD CONSTRAINT onboarding_skip_is_explained
  CHECK (status <> 'skipped' OR (num_nonnulls(skipped_at, skipped_by_id, skipped_reason) = 3 AND length(skipped_reason) >= 10));
