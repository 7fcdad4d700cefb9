import { z } from "zod";
import { defineJob, type Job } from "../jobs/define-job";
import type { ReadFigures } from "../measures/queries";
import { makeReport, reportQueue } from "./service";

/** The job of monthly reports; what a domain measures of its own targets comes from whoever knows the domains. */
export const reportJobs = (ofDomain: ReadFigures): Job[] => [
  defineJob({
    name: reportQueue,
    data: z.object({ id: z.number().int() }),
    handler: ({ id }) => makeReport(id, ofDomain),
  }),
];
