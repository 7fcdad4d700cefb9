import { z } from "zod";

/** What a sync found to be other than the one before had left it: of what changed, from what to what; of what is in a workflow only that it did. */
export const ChangeView = z.object({
  id: z.int(),
  jobId: z.int(),
  /** Zuora's id of the workflow, and what it was called. */
  zuoraId: z.string(),
  name: z.string(),
  change: z.enum(["added", "changed", "gone"]),
  fields: z.record(z.string(), z.object({ from: z.string().nullable(), to: z.string().nullable() })),
  at: z.iso.datetime(),
});
export type ChangeView = z.infer<typeof ChangeView>;

/** A page of changes, newest first, and where the next one begins. */
export const ChangePage = z.object({ items: z.array(ChangeView), nextCursor: z.string().nullable() });
export type ChangePage = z.infer<typeof ChangePage>;
