import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keepDraft } from "@/lib/platform/flow/draft";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { findExperienceDraft } from "../queries/experience-draft";
import { getStatus } from "../queries/onboarding";
import type { ExperienceCertifications } from "../schema";
import type { SavedStepView } from "../view/onboarding";
import { isOpen } from "../view/readiness";
import { completeStep } from "./complete-step";

const step = "experience_certifications";

/** Keeps the answers of step 5 for the check page, which ends the onboarding with them. Throws `step_out_of_order` or `already_completed`. */
export async function keepExperience(
  practitionerId: number,
  answers: ExperienceCertifications,
): Promise<{ savedAt: string }> {
  const { isComplete, currentStep } = await getStatus(practitionerId);
  if (!isComplete && currentStep !== step)
    throw new AppError("step_out_of_order", { data: { currentStep, requiredStep: currentStep } });
  return keepDraft({ kind: "practitioner", subjectId: practitionerId, step }, answers);
}

type Looked = { actor: { userId: number; practitionerId: number }; seenAt: string; address: string };

/** Nothing waits to be saved: it was, or never was there. */
async function refuseNothing(practitionerId: number): Promise<never> {
  const scope = { practitioner: practitionerId };
  const onboarding = await transaction(scope, tx => getOnboarding(tx, "practitioner", practitionerId));
  if (isOpen(onboarding)) throw new AppError("already_completed");
  throw new AppError("step_out_of_order", { data: { currentStep: step, requiredStep: step } });
}

async function requireSeen(tx: Tx, { actor, seenAt }: Looked): Promise<void> {
  const where = { step, onboarding: { practitionerId: actor.practitionerId } };
  const changedAt = (await tx.stepDraft.findFirst({ where }))?.savedAt.toISOString();
  if (changedAt !== seenAt) throw new AppError("version_conflict", { data: { changedAt } });
}

/**
 * Saves step 5 as it was looked over, which ends the onboarding. Throws `already_completed`, `step_out_of_order` where nothing was kept of it, and
 * `version_conflict` when it was changed since it was looked at.
 */
export async function finishSetup(looked: Looked): Promise<SavedStepView> {
  const { actor, address } = looked;
  const kept = await findExperienceDraft(actor.practitionerId);
  if (!kept) return refuseNothing(actor.practitionerId);
  const check = (tx: Tx) => requireSeen(tx, looked);
  return completeStep({ slug: "experience-certifications", input: kept.answers, check, actor, address });
}
