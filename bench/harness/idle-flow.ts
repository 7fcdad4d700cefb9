import { z } from "zod";
import { flow } from "@/lib/platform/flow/step";

const part = (id: string) => ({ id, title: id, run: async () => ({}) });

/** An onboarding of which a worker's parts do nothing, under the names that those of stores have. */
export const idleFlow = flow(
  "store",
  [{ id: "order_sync", title: "Idle", parts: [part("orders"), part("products")] }],
  {
    job: "bench.idle",
  },
);

const data = z.object({ onboardingId: z.number() });

/** The queue of such onboardings, with the settings of our queues. */
export const idleJob = { name: idleFlow.job, data };

/** A queue of jobs that nobody does anything for. */
export const bareJob = { name: "bench.bare", data };
