import { z } from "zod";

/** A workflow with which something went wrong, by Zuora's id. */
const SyncError = z.object({
  zuoraId: z.string().nullable(),
  name: z.string().nullable(),
  code: z.string(),
  message: z.string(),
});

/** What a sync came to: the outputs of the step, as its run keeps them. */
export const SyncReport = z.object({
  /** Were all workflows read, and not one alone? */
  isWhole: z.boolean(),
  workflows: z.object({
    /** As Zuora lists them. */
    total: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    deleted: z.int(),
    /** Listed, and not understood. */
    unreadable: z.int(),
  }),
  tasks: z.int(),
  linkages: z.int(),
  /** What is in the workflows: read, as before, and not to be had. */
  exports: z.object({ read: z.int(), unchanged: z.int(), failed: z.int() }),
  /** How many calls it took, and how long since it began, or last went on after a wait for somebody. */
  calls: z.int(),
  durationMs: z.int(),
  /** At most fifty. */
  errors: z.array(SyncError),
  warnings: z.array(z.string()),
  /** What Zuora no longer lists and was kept, because it is too much to go unasked. */
  keptBack: z.int(),
});
export type SyncReport = z.infer<typeof SyncReport>;

/** A run that read workflows: why it began, how it ended, and what it came to; unset while it goes on, or where it did not come so far. */
export const SyncItem = z.object({
  jobId: z.int(),
  trigger: z.enum(["created", "credentials", "manual", "sync", "schedule"]),
  status: z.enum(["pending", "running", "waiting", "complete", "failed", "cancelled"]),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  report: SyncReport.nullable(),
  error: z.object({ code: z.string(), message: z.string(), supportCode: z.string() }).nullable(),
});
export type SyncItem = z.infer<typeof SyncItem>;
export const SyncList = z.object({ items: z.array(SyncItem) });
