import type { Tx } from "../db";

const quietSeconds = 60;

/**
 * Skips the parts of a run that this version does not know, when nothing else is left of it and nobody has touched it for a minute: while two
 * versions run beside each other that part belongs to a worker of the other one. The run must be locked by the caller.
 */
export async function skipUnknownParts(tx: Tx, onboardingId: number, known: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'skipped', fence = fence + 1, ended_at = app_now(), next_attempt_at = NULL,
      error_code = NULL, error_message = NULL, skip_reason = 'This version of Gangway does not know this part.'
    WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL AND step <> ALL(${[...known]}::text[])
      AND state IN ('pending', 'retrying', 'running')
      AND NOT EXISTS (
        SELECT FROM onboarding_step s WHERE s.onboarding_id = ${onboardingId} AND s.parent IS NOT NULL
          AND (s.step = ANY(${[...known]}::text[]) AND s.state IN ('pending', 'retrying', 'running')
            OR greatest(s.heartbeat_at, s.next_attempt_at) > now() - make_interval(secs => ${quietSeconds})))
      AND EXISTS (
        SELECT FROM onboarding_run r WHERE r.onboarding_id = ${onboardingId} AND r.ended_at IS NULL
          AND r.created_at < now() - make_interval(secs => ${quietSeconds}))`;
}
