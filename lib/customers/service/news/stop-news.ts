import { audit } from "@/lib/platform/audit";
import { transaction } from "@/lib/platform/db";
import { readStopToken } from "./stop-link";

/** Writes no more mails of a customer to whom this link was sent; of a link that nobody was sent, nothing happens. Twice says it once. */
export async function stopNews(token: string, caller: { address: string; agent: string }): Promise<void> {
  const memberId = readStopToken(token);
  if (memberId === null) return;
  await transaction("system", async tx => {
    const [stopped] = await tx.$queryRaw<{ customerId: number; userId: number }[]>`
      UPDATE customer_user SET notify_by = array_remove(notify_by, 'email') WHERE id = ${memberId} AND 'email' = ANY(notify_by)
      RETURNING customer_id AS "customerId", user_id AS "userId"`;
    if (!stopped) return;
    await audit(tx, {
      action: "customer.news_stopped",
      actor: { kind: "anonymous" },
      subject: { kind: "customer", id: stopped.customerId },
      detail: { userId: stopped.userId },
      ...caller,
    });
  });
}
