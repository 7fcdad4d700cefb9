import { Prisma, type Tx } from "../db";
import { withdrawMessage } from "../notifications/settle";
import { isWanted } from "../preferences/wants";

/** Takes back what has not left yet of a person's reminders, of all their onboardings, by each way by which they want none any more. */
export async function withdrawReminders(tx: Tx, userId: number): Promise<void> {
  const waiting = await tx.$queryRaw<{ key: string }[]>`
    WITH own AS (
      SELECT o.id FROM onboarding o JOIN stores s ON s.id = o.store_id WHERE s.owner_id = ${userId}
      UNION ALL SELECT o.id FROM onboarding o JOIN practitioners p ON p.id = o.practitioner_id WHERE p.user_id = ${userId}
      UNION ALL SELECT o.id FROM onboarding o WHERE o.agent_user_id = ${userId})
    SELECT m.dedupe_key AS key FROM own JOIN reminder r ON r.onboarding_id = own.id JOIN outbox_message m ON m.dedupe_key = 'reminder:' || r.id
    WHERE m.state <> 'sent' AND NOT ${isWanted(userId, Prisma.sql`'reminders.' || r.channel::text`)} ORDER BY r.id`;
  for (const { key } of waiting) await withdrawMessage(tx, key);
}
