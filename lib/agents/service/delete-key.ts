import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { rezen } from "./rezen-key";

const keptDays = 30;

/** Destroys an account's key at once and for good; what was fetched stays, and so does whose it was. Throws `not_found` where there is none. */
export async function deleteKey({ userId }: { userId: number }, address: string): Promise<void> {
  await transaction({ agent: userId }, async tx => {
    const deleted = await tx.$executeRaw`
      UPDATE credentials SET api_key = NULL, deleted_at = app_now(), deleted_by_id = ${userId},
        broken_at = NULL, broken_class = NULL, told_at = NULL
      WHERE user_id = ${userId} AND platform = ${rezen} AND deleted_at IS NULL`;
    if (deleted === 0) throw new AppError("not_found");
    await audit(tx, {
      action: "agent.key_deleted",
      actor: { kind: "user", id: userId },
      subject: { kind: "agent", id: userId },
      address,
    });
  });
}

/** Removes what is left of keys that were deleted thirty days ago; returns how many. The audit trail keeps that they were. */
export const purgeDeletedKeys = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM credentials WHERE deleted_at < app_now() - make_interval(days => ${keptDays})`;
