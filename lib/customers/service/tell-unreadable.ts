import { transaction } from "@/lib/platform/db";
import { raiseAlert } from "@/lib/platform/notifications/alert";
import { clientSecrets } from "./zuora-client";

/** Tells the admins of a stored secret that does not open, or whose master key is not here, by its row; in a transaction of its own, for a customer's may not write alerts. */
export const tellUnreadable = (customerId: number): Promise<void> =>
  transaction("system", async tx => {
    const { id: row } = await tx.zuoraCredential.findUniqueOrThrow({ where: { customerId }, select: { id: true } });
    await raiseAlert(tx, { rule: "unreadable_secret", subject: clientSecrets.table, detail: { row } });
  });
