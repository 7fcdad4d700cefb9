import { z } from "zod";
import { defineJob } from "@/lib/platform/jobs/define-job";
import { runImport } from "./service/sync";

/** The queue jobs of stores. */
export const storeJobs = [
  defineJob({
    name: "stores.import",
    data: z.object({ onboardingId: z.number() }),
    handler: ({ onboardingId }, { signal }) => runImport(onboardingId, { signal, holdsJob: true }),
    concurrency: 4,
  }),
];
