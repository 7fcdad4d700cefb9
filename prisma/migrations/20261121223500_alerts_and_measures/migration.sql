-- Guesses at codes that were sent anew count on; an alert that became critical was told as such; the last set-ups are found at once.
-- AlterTable
ALTER TABLE "otp_challenge" ADD COLUMN     "wrong_before" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "alert" ADD COLUMN     "told_critical" BOOLEAN NOT NULL DEFAULT false;

-- Prisma knows no partial indexes.
CREATE INDEX onboarding_through ON onboarding (ended_at DESC, id DESC) WHERE status = 'complete';

-- Impossible states.
ALTER TABLE otp_challenge ADD CONSTRAINT otp_challenge_wrong_before CHECK (wrong_before >= 0);
ALTER TABLE alert ADD CONSTRAINT alert_told_critical CHECK (told > 0 OR NOT told_critical);

-- It is raised once in an hour, so half an hour says nothing. What somebody has changed stays.
UPDATE alert_rule SET parameters = parameters || '{"quietMinutes": 90}' WHERE id = 'refused_rights' AND parameters ->> 'quietMinutes' = '30';
-- Two hours are the most that this rule looks at.
UPDATE alert_rule SET parameters = parameters || '{"minutes": 120}'
WHERE split_part(id, '-', 1) = 'failed_validations' AND (parameters ->> 'minutes')::int > 120;
-- By SMS alone a warning would reach nobody.
UPDATE alert_rule SET channels = ARRAY['email', 'sms'] WHERE channels = ARRAY['sms'];
