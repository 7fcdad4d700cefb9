import { findDraft } from "@/lib/platform/flow/draft";
import { ProfileDraft } from "../schema";

/** What an owner typed of the profile and did not send, and when; null where there is nothing. */
export async function findProfileDraft(storeId: number) {
  const found = await findDraft({ kind: "store", subjectId: storeId, step: "merchant_profile" });
  const answers = ProfileDraft.safeParse(found?.answers);
  return found && answers.success ? { answers: answers.data, savedAt: found.savedAt } : null;
}
