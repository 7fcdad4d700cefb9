import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { run } from "@/lib/platform/flow/run";
import { nudgeDue } from "@/lib/platform/flow/start-run";
import { defineJob } from "@/lib/platform/jobs/define-job";
import { customerQueue, customersPerWorker } from "./service/customer-queue";
import { testJob, testStoredClient } from "./service/test-due-clients";
import { customerOnboarding } from "./steps";

/** The queue jobs of customers. */
export const customerJobs = [
  defineJob({
    name: customerQueue.job,
    data: z.object({ onboardingId: z.number() }),
    handler: ({ onboardingId }, { signal }) => run(customerOnboarding, onboardingId, { signal, holdsJob: true }),
    concurrency: customersPerWorker,
    deadlineSeconds: 3600, // then it goes on at its next page, in another job
  }),
  defineJob({
    name: testJob,
    data: z.object({ customerId: z.number() }),
    handler: ({ customerId }, { signal }) => testStoredClient(customerId, signal),
  }),
];

/** Sends again the runs of customers that the tables say are due; returns how many. */
export const nudgeDueCustomers = (tx: Tx): Promise<number> => nudgeDue(tx, customerOnboarding);
