import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { defineJob } from "@/lib/platform/jobs/define-job";
import { sendJob } from "@/lib/platform/jobs/queue";
import { runDue } from "./service/activate-due";

const dueJob = "members.activate-due";

/** The queue jobs of members. */
export const memberJobs = [
  defineJob({
    name: dueJob,
    data: z.object({ memberId: z.number() }),
    handler: ({ memberId }, { jobId }) => runDue(memberId, jobId),
    concurrency: 4,
  }),
];

/** Sends a job for each timer whose time has come by the product's clock, also for one that was refused by what passes; returns how many. */
export async function nudgeDueActivations(tx: Tx): Promise<number> {
  const due = await tx.$queryRaw<{ memberId: number; contract: string }[]>`
    SELECT t.member_id AS "memberId", m.parent_subscription_id AS contract FROM activation_timer t JOIN member m ON m.id = t.member_id
    WHERE t.due_at <= app_now() ORDER BY t.due_at, t.member_id LIMIT 500`;
  for (const { memberId, contract } of due)
    await sendJob(tx, dueJob, { memberId }, { key: String(memberId), tenant: `contract:${contract}` });
  return due.length;
}
