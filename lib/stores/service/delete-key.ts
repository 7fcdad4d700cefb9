import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

type Actor = { userId: number; storeId: number };

const keptDays = 30;

/**
 * Destroys a store's key at once and for good, whenever its owner wants; what is left says whose it was. A complete store stays complete; in the
 * wizard no import starts until there is another key. Throws `not_found` where there is none.
 */
export async function deleteKey({ userId, storeId }: Actor, address?: string): Promise<void> {
  await transaction({ store: storeId }, async tx => {
    const deleted = await tx.$executeRaw`
      UPDATE letzshop_credential SET api_key = NULL, deleted_at = app_now(), deleted_by_id = ${userId},
        broken_at = NULL, broken_class = NULL, told_at = NULL
      WHERE store_id = ${storeId} AND deleted_at IS NULL`;
    if (deleted === 0) throw new AppError("not_found");
    await audit(tx, {
      action: "store.key_deleted",
      actor: { kind: "user", id: userId },
      subject: { kind: "store", id: storeId },
      address,
    });
  });
}

/** Removes what is left of keys that were deleted thirty days ago; returns how many. The audit trail keeps that they were. */
export const purgeDeletedKeys = (tx: Tx): Promise<number> =>
  tx.$executeRaw`DELETE FROM letzshop_credential WHERE deleted_at < app_now() - make_interval(days => ${keptDays})`;
