import { transaction } from "@/lib/platform/db";
import { raiseAlert } from "@/lib/platform/notifications/alert";
import { breakKey } from "./key-health";
import { letzshopKeys } from "./letzshop-key";

/** Tells the admins that a stored key does not open: a row was meddled with, or a master key is lost. In a transaction of its own: a store may not write alerts. */
export const alertUnreadable = (storeId: number): Promise<void> =>
  transaction("system", tx =>
    raiseAlert(tx, { rule: "unreadable_secret", subject: letzshopKeys.table, detail: { row: storeId } }),
  );

/** Says that a stored key does not open, found by whoever is there to see it: to the admins, and on the key itself. */
export async function markUnreadable(found: { storeId: number; savedAt: Date; userId: number }): Promise<void> {
  await alertUnreadable(found.storeId);
  await transaction({ store: found.storeId }, tx => breakKey(tx, { ...found, fault: "unreadable" }));
}
