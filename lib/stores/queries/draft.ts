import { transaction } from "@/lib/platform/db";
import { ProfileDraft } from "../schema";

/** What an owner typed of the profile and did not send, and when; null where there is nothing. */
export async function findProfileDraft(storeId: number) {
  const where = { storeId_step: { storeId, step: "merchant_profile" } };
  const found = await transaction({ store: storeId }, tx => tx.stepDraft.findUnique({ where }));
  const answers = ProfileDraft.safeParse(found?.answers);
  return found && answers.success ? { answers: answers.data, savedAt: found.savedAt.toISOString() } : null;
}
