import { type Tx, transaction } from "@/lib/platform/db";
import { dropDraft, keepDraft } from "@/lib/platform/flow/draft";
import type { ProfileDraft } from "../schema";

const profileOf = (storeId: number) => ({ kind: "store", subjectId: storeId, step: "merchant_profile" }) as const;

/** Keeps what was typed of the profile, while its step may still be saved; answers when. Throws `already_completed`. */
export const keepProfileDraft = (storeId: number, answers: ProfileDraft): Promise<{ savedAt: string }> =>
  keepDraft(profileOf(storeId), answers);

/** Forgets what was typed of the profile: it was saved. */
export const dropProfileDraft = (tx: Tx, storeId: number): Promise<void> => dropDraft(tx, profileOf(storeId));

/** Forgets what its owner typed of the profile; answers what is left of it, which is nothing. */
export async function discardProfileDraft(storeId: number): Promise<{ savedAt: null }> {
  await transaction({ store: storeId }, tx => dropProfileDraft(tx, storeId));
  return { savedAt: null };
}
