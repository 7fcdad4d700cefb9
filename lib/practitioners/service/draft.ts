import { transaction } from "@/lib/platform/db";
import { dropDraft, keepDraft } from "@/lib/platform/flow/draft";
import type { BioDraft } from "../schema";

const bioOf = (practitionerId: number) =>
  ({ kind: "practitioner", subjectId: practitionerId, step: "bio_about" }) as const;

/** Keeps what was typed of step 4, while it may still be saved; answers when. Throws `already_completed`. */
export const keepBioDraft = (practitionerId: number, answers: BioDraft): Promise<{ savedAt: string }> =>
  keepDraft(bioOf(practitionerId), answers);

/** Forgets what was typed of step 4; answers what is left of it, which is nothing. */
export async function discardBioDraft(practitionerId: number): Promise<{ savedAt: null }> {
  await transaction({ practitioner: practitionerId }, tx => dropDraft(tx, bioOf(practitionerId)));
  return { savedAt: null };
}
