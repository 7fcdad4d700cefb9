import type { Tx } from "@/lib/platform/db";
import type { Pause } from "@/lib/platform/flow/failure";
import { type Breakage, breakKey } from "./key-health";

/** What an import waits for while Letzshop refuses its key, or there is none. */
export const awaitedKey = "letzshop_key";

/** The moment at which a store's key was saved, null where there is none; nobody saves another until the end of the transaction. */
async function lockKey(tx: Tx, storeId: number): Promise<number | null> {
  const [kept] = await tx.$queryRaw<{ savedAt: Date }[]>`
    SELECT tested_at AS "savedAt" FROM letzshop_credential WHERE store_id = ${storeId} AND deleted_at IS NULL FOR UPDATE`;
  return kept?.savedAt.getTime() ?? null;
}

/** Marks a refused key and waits until it works again or there is another; one that was saved meanwhile is tried at once. */
export const awaitOtherKey = (breakage: Breakage): Pause => ({
  for: awaitedKey,
  begin: async tx => {
    const { storeId, savedAt } = breakage;
    const kept = await lockKey(tx, storeId);
    if (kept !== null && kept !== savedAt.getTime()) return false;
    await breakKey(tx, breakage);
    return true;
  },
});

/** Waits until a store has a key. */
export const awaitAnyKey = (storeId: number): Pause => ({
  for: awaitedKey,
  begin: async tx => (await lockKey(tx, storeId)) === null,
});
