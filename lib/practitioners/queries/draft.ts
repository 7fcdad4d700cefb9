import { findDraft } from "@/lib/platform/flow/draft";
import { BioDraft } from "../schema";

/** What a practitioner typed of step 4 and did not send, and when; null where there is nothing. */
export async function findBioDraft(practitionerId: number) {
  const found = await findDraft({ kind: "practitioner", subjectId: practitionerId, step: "bio_about" });
  const answers = BioDraft.safeParse(found?.answers);
  return found && answers.success ? { answers: answers.data, savedAt: found.savedAt } : null;
}
