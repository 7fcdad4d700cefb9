import { z } from "zod";
import type { Tx } from "../db";
import { defineJob } from "../jobs/define-job";
import { sendJob } from "../jobs/queue";
import { deliver } from "./delivery";
import { deliverJob } from "./outbox";

/** Sends one message of the outbox. */
const deliverMessage = defineJob({
  name: deliverJob,
  data: z.object({ id: z.string() }),
  concurrency: 4,
  handler: ({ id }, { signal }) => deliver(id, signal),
});

/** The jobs of the outbox. */
export const notificationJobs = [deliverMessage];

/** Sends jobs again for messages whose time has come, for the poll: a lost job is a late message. Returns how many. */
export async function nudgeDueMessages(tx: Tx): Promise<number> {
  const due = await tx.$queryRaw<{ id: string; tenant: string | null }[]>`
    SELECT id, tenant FROM outbox_message WHERE state = 'pending' AND next_attempt_at < app_now() - interval '5 seconds'
    ORDER BY next_attempt_at LIMIT 500`;
  for (const { id, tenant } of due) await sendJob(tx, deliverJob, { id }, { key: id, tenant });
  return due.length;
}
