import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { defineJob } from "@/lib/platform/jobs/define-job";
import { sendJob } from "@/lib/platform/jobs/queue";
import { runDue } from "./service/activate-due";
import { runMemberImport } from "./service/import/run-import";
import { memberImportJob, nudgeImports, purgeImports } from "./service/import/start-import";

const dueJob = "members.activate-due";

/** The queue jobs of members. */
export const memberJobs = [
  defineJob({
    name: dueJob,
    data: z.object({ memberId: z.number() }),
    handler: ({ memberId }, { jobId }) => runDue(memberId, jobId),
    concurrency: 4,
  }),
  defineJob({
    name: memberImportJob,
    data: z.object({ importId: z.number() }),
    handler: ({ importId }, { signal }) => runMemberImport(importId, signal),
    deadlineSeconds: 900, // then it goes on at its next row, in another job
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

/** Sends again the files of employers that are being taken; returns how many. */
export const nudgeOpenMemberImports = (tx: Tx): Promise<number> => nudgeImports(tx);

/** Files of employers that nobody started go after a day, imports after ninety; returns how many. */
export const purgeOldMemberImports = (tx: Tx): Promise<number> => purgeImports(tx);
