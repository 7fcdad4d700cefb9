import { z } from "zod";
import { memberStates } from "../schema/transition";

/** Whether somebody's activation is pending; of nobody whom we know all is null. Times are ISO 8601. */
export const PendingView = z.object({
  pending: z.boolean(),
  status: z.enum(memberStates).nullable(),
  parentSubscriptionId: z.string().nullable(),
  /** Until when an open invite may be taken up. */
  expiresAt: z.string().nullable(),
  /** When they are activated by themselves. */
  autoActivationDate: z.string().nullable(),
});
export type PendingView = z.infer<typeof PendingView>;
