import { z } from "zod";
import type { Tx } from "../db";
import { defineJob } from "../jobs/define-job";
import { isUnleased } from "./claim";
import { deliver } from "./deliver";
import { deliverJob, sendSoon } from "./enqueue";

/** Sends one message to its partner. */
const deliverMessage = defineJob({
  name: deliverJob,
  data: z.object({ id: z.string() }),
  concurrency: 4,
  handler: async ({ id }, { signal }) => void (await deliver(id, { signal })),
});

/** The jobs of webhooks. */
export const webhookJobs = [deliverMessage];

/** Sends jobs again for messages whose time has come, for the poll: a lost job is a late message. Returns how many. */
export async function nudgeDueWebhooks(tx: Tx): Promise<number> {
  const due = await tx.$queryRaw<{ id: string; accountId: string }[]>`
    SELECT id, account_id AS "accountId" FROM webhook_message WHERE state = 'pending' AND next_attempt_at < app_now() - interval '5 seconds' AND ${isUnleased}
    ORDER BY next_attempt_at LIMIT 500`;
  for (const { id, accountId } of due) await sendSoon(tx, id, accountId);
  return due.length;
}

// Enough to keep up at every pass, little enough to be over in a moment.
const most = 5000;

/** Removes messages with their attempts thirty days after they were written, and secrets whose time is over; returns how many. */
export async function purgeWebhookMessages(tx: Tx): Promise<number> {
  const ended = await tx.$executeRaw`
    UPDATE partner_webhook SET previous_secret = NULL, previous_until = NULL WHERE previous_until < app_now()`;
  const removed = await tx.$executeRaw`
    DELETE FROM webhook_message WHERE id IN (
      SELECT id FROM webhook_message WHERE created_at < app_now() - interval '30 days' AND state <> 'pending'
      ORDER BY created_at LIMIT ${most})`;
  return ended + removed;
}
