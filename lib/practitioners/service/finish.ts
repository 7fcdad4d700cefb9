import { audit } from "@/lib/platform/audit";
import type { PersonContext } from "@/lib/platform/flow/step";

/**
 * Ends the onboarding once all five parts are there, in the transaction that brings the last of them. Derived from the parts each time, never
 * from which step was sent.
 */
export async function finishWhenWhole({ tx, subjectId, onboardingId }: PersonContext, actorId: number): Promise<void> {
  const [parts] = await tx.$queryRaw<{ areThere: boolean }[]>`
    SELECT EXISTS (SELECT FROM facilitator_basic_info WHERE practitioner_id = ${subjectId})
      AND EXISTS (SELECT FROM facilitator_visual_profile WHERE practitioner_id = ${subjectId})
      AND EXISTS (SELECT FROM facilitator_professional_details WHERE practitioner_id = ${subjectId})
      AND EXISTS (SELECT FROM facilitator_bio_about WHERE practitioner_id = ${subjectId})
      AND NOT EXISTS (SELECT FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND state <> 'done') AS "areThere"`;
  if (!parts?.areThere) return;
  await tx.$executeRaw`UPDATE onboarding SET status = 'complete', ended_at = app_now() WHERE id = ${onboardingId}`;
  await tx.$executeRaw`
    UPDATE practitioners SET crm_onboarding_completed = true, crm_onboarding_completed_date = app_now() WHERE id = ${subjectId}`;
  await audit(tx, {
    action: "practitioner.onboarding_completed",
    actor: { kind: "user", id: actorId },
    subject: { kind: "practitioner", id: subjectId },
  });
}
