import { AppError } from "@/lib/platform/errors";
import { keepDraft } from "@/lib/platform/flow/draft";
import { findExperienceDraft } from "../queries/experience-draft";
import type { ExperienceCertifications } from "../schema";
import type { SavedStepView } from "../view/onboarding";
import { completeStep } from "./complete-step";

/** Keeps the answers of step 5 for the check page, which ends the onboarding with them. Throws `already_completed`. */
export const keepExperience = (
  practitionerId: number,
  answers: ExperienceCertifications,
): Promise<{ savedAt: string }> =>
  keepDraft({ kind: "practitioner", subjectId: practitionerId, step: "experience_certifications" }, answers);

type Looked = { actor: { userId: number; practitionerId: number }; seenAt: string; address: string };

/**
 * Saves step 5 as it was looked over, which ends the onboarding. Throws `step_out_of_order` where nothing was kept of it, `version_conflict` when it was
 * changed since it was looked at.
 */
export async function finishSetup({ actor, seenAt, address }: Looked): Promise<SavedStepView> {
  const kept = await findExperienceDraft(actor.practitionerId);
  const step = "experience_certifications";
  if (!kept) throw new AppError("step_out_of_order", { data: { currentStep: step, requiredStep: step } });
  if (kept.savedAt !== seenAt) throw new AppError("version_conflict", { data: { changedAt: kept.savedAt } });
  return completeStep({ slug: "experience-certifications", input: kept.answers, actor, address });
}
