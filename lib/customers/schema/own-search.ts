import { z } from "zod";

/** What starts a workflow, in Zuora's words. */
export const triggers = ["ondemand", "callout", "scheduled"] as const;

const states = ["active", "inactive"] as const;
const words = z.string().trim().max(100);

/** Which of a customer's workflows are wanted, of a call; `cursor` is where the page before ended. */
export const OwnWorkflowSearch = z.object({
  q: words.optional(),
  state: z.enum(states, "choose").optional(),
  trigger: z.enum(triggers, "choose").optional(),
  cursor: z.string().max(6_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type OwnWorkflowSearch = z.output<typeof OwnWorkflowSearch>;

/** The same as the address of a page says it: nonsense is the default and no fault. */
export const WorkflowAddress = z.object({
  q: words.min(1).optional().catch(undefined),
  state: z.enum(states).optional().catch(undefined),
  trigger: z.enum(triggers).optional().catch(undefined),
  after: z.string().max(6_000).optional().catch(undefined),
});
export type WorkflowAddress = z.output<typeof WorkflowAddress>;

/** Which changes are wanted; `cursor` is where the page before ended. */
export const OwnChangeSearch = z.object({
  cursor: z.string().max(20).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type OwnChangeSearch = z.output<typeof OwnChangeSearch>;

/** The number of one thing in an address. */
export const ItemParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});
