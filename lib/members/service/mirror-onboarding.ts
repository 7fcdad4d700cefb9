import { Prisma, type Tx } from "@/lib/platform/db";

// What a member's onboarding is while the member stands there. Who was active once has come aboard, also when it ended.
const status = Prisma.sql`
  CASE m.state::text WHEN 'draft' THEN 'pending' WHEN 'scheduled' THEN 'waiting' WHEN 'failed' THEN 'failed' WHEN 'expired' THEN 'cancelled'
    WHEN 'activated' THEN 'complete' WHEN 'deactivated' THEN 'complete' ELSE 'running' END::"OnboardingStatus"`;

const isComplete = Prisma.sql`
  num_nulls(m.name, m.dob, m.gender) = 0 AND num_nonnulls(m.phone_number, m.email) > 0`;

// Of each step whether it is done, has failed, or waits.
const stateOfStep = Prisma.sql`
  CASE s.step
    WHEN 'details' THEN CASE WHEN ${isComplete} THEN 'done' ELSE 'pending' END
    WHEN 'identity' THEN CASE WHEN m.state IN ('otp_verified', 'activated', 'deactivated') OR (m.state = 'scheduled' AND s.state = 'done')
      THEN 'done' ELSE 'pending' END
    ELSE CASE m.state::text WHEN 'activated' THEN 'done' WHEN 'deactivated' THEN 'done' WHEN 'scheduled' THEN 'waiting'
      WHEN 'failed' THEN 'failed' ELSE 'pending' END
  END`;

/**
 * The parts of a statement that bring onboardings to what state and details of their members say, as these stand in the part `from` before them, whole:
 * for every change of either.
 */
export const mirroring = (from: Prisma.Sql) => Prisma.sql`
    mirrored AS (
      UPDATE onboarding o SET status = ${status}, started_at = coalesce(o.started_at, CASE WHEN m.state <> 'draft' THEN app_now() END),
        ended_at = CASE WHEN m.state IN ('activated', 'deactivated', 'failed', 'expired') THEN coalesce(o.ended_at, app_now()) END
      FROM ${from} m WHERE o.member_id = m.id RETURNING o.id, o.member_id
    ), wanted AS (
      SELECT s.id, ${stateOfStep} AS state, m.failed_code
      FROM mirrored o JOIN onboarding_step s ON s.onboarding_id = o.id JOIN ${from} m ON m.id = o.member_id
    ), mirrored_steps AS (
      UPDATE onboarding_step s SET state = w.state::"StepState",
        started_at = CASE WHEN w.state = 'pending' THEN s.started_at ELSE coalesce(s.started_at, app_now()) END,
        ended_at = CASE WHEN w.state IN ('done', 'failed') THEN coalesce(CASE WHEN s.state::text = w.state THEN s.ended_at END, app_now()) END,
        error_code = CASE WHEN w.state = 'failed' THEN coalesce(w.failed_code, 'failed') END,
        waiting_for = CASE WHEN w.state = 'waiting' THEN 'activation_date' END
      FROM wanted w WHERE s.id = w.id AND (s.state::text <> w.state OR w.state = 'failed')
    )`;

/** Brings the onboarding of a member along that was just made. One statement. */
export async function mirrorOnboarding(tx: Tx, memberId: number): Promise<void> {
  await tx.$executeRaw`
    WITH made AS (SELECT * FROM member WHERE id = ${memberId}), ${mirroring(Prisma.sql`made`)} SELECT FROM made`;
}
