import { z } from "zod";

/** A workflow as its customer's last sync found it. */
export const WorkflowView = z.object({
  id: z.int(),
  /** Zuora's, and the same in every tenant. */
  zuoraId: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  isActive: z.boolean(),
  version: z.string().nullable(),
  interval: z.string().nullable(),
  timezone: z.string().nullable(),
  triggers: z.array(z.enum(["ondemand", "callout", "scheduled"])),
  tasks: z.int(),
  /** When what is in it was read, and why it could not be read last. */
  exportedAt: z.iso.datetime().nullable(),
  exportError: z.string().nullable(),
  zuoraCreatedAt: z.iso.datetime().nullable(),
  zuoraUpdatedAt: z.iso.datetime().nullable(),
  changedAt: z.iso.datetime(),
  syncedAt: z.iso.datetime(),
});
export type WorkflowView = z.infer<typeof WorkflowView>;

/** A page of workflows by name, where the next one begins, and how many there are in all. */
export const WorkflowPage = z.object({
  items: z.array(WorkflowView),
  nextCursor: z.string().nullable(),
  total: z.int(),
});
export type WorkflowPage = z.infer<typeof WorkflowPage>;
