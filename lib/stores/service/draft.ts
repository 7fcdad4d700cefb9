import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import type { ProfileDraft } from "../schema";

const step = "merchant_profile";

/** Keeps what was typed of the profile, while its step may still be saved; answers when. Throws `already_completed`. */
export async function keepProfileDraft(storeId: number, answers: ProfileDraft): Promise<{ savedAt: string }> {
  return transaction({ store: storeId }, async tx => {
    const { status } = await lockOnboarding(tx, "store", storeId);
    if (status === "complete") throw new AppError("already_completed");
    const [row] = await tx.$queryRaw<{ savedAt: Date }[]>`
      INSERT INTO step_draft (store_id, step, answers, saved_at) VALUES (${storeId}, ${step}, ${JSON.stringify(answers)}::jsonb, app_now())
      ON CONFLICT (store_id, step) DO UPDATE SET answers = excluded.answers, saved_at = excluded.saved_at
      RETURNING saved_at AS "savedAt"`;
    if (!row) throw new Error("the draft was not kept");
    return { savedAt: row.savedAt.toISOString() };
  });
}

/** Forgets what was typed of a step: it was saved, or is not wanted. */
export async function dropDraft(tx: Tx, storeId: number, of: string): Promise<void> {
  await tx.stepDraft.deleteMany({ where: { storeId, step: of } });
}

/** Forgets what its owner typed of the profile; answers what is left of it, which is nothing. */
export async function discardProfileDraft(storeId: number): Promise<{ savedAt: null }> {
  await transaction({ store: storeId }, tx => dropDraft(tx, storeId, step));
  return { savedAt: null };
}

/** Drafts go after thirty days; returns how many. */
export const purgeOldDrafts = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM step_draft WHERE saved_at < app_now() - interval '30 days'`;
