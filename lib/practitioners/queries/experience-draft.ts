import { findDraft } from "@/lib/platform/flow/draft";
import { ExperienceCertifications } from "../schema";

/** Answers of step 5 that wait to be looked over on the check page, and since when; null where there are none. */
export async function findExperienceDraft(practitionerId: number) {
  const of = { kind: "practitioner", subjectId: practitionerId, step: "experience_certifications" } as const;
  const found = await findDraft(of);
  const answers = ExperienceCertifications.safeParse(found?.answers);
  return found && answers.success ? { answers: answers.data, savedAt: found.savedAt } : null;
}
