import { transaction } from "@/lib/platform/db";
import { raiseAlert } from "@/lib/platform/notifications/alert";
import { breakKey } from "./key-health";
import { agentKeys } from "./rezen-key";

/** Tells the admins that a stored key does not open: a row was meddled with, or a master key is lost. In a transaction of its own: an agent may not write alerts. */
export const alertUnreadable = (userId: number): Promise<void> =>
  transaction("system", tx =>
    raiseAlert(tx, { rule: "unreadable_secret", subject: agentKeys.table, detail: { row: userId } }),
  );

type Found = { userId: number; savedAt: Date; byUserId?: number };

/** Says that a stored key does not open, found by its owner, or whoever else is there to see it: to the admins, and on the key itself. */
export async function markUnreadable({ userId, savedAt, byUserId = userId }: Found): Promise<void> {
  await alertUnreadable(userId);
  await transaction({ agent: userId }, tx => breakKey(tx, { userId, savedAt, byUserId, fault: "unreadable" }));
}
