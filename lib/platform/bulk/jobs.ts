import { z } from "zod";
import { defineJob, type Job } from "../jobs/define-job";
import { type BulkActs, runBulk } from "./run";
import { bulkQueue } from "./service";

/** The queue job of bulk jobs; what is done with each onboarding comes from whoever knows the domains. */
export const bulkJobs = (acts: BulkActs): Job[] => [
  defineJob({
    name: bulkQueue,
    data: z.object({ bulkId: z.number() }),
    handler: ({ bulkId }, { signal }) => runBulk(bulkId, acts, signal),
  }),
];
