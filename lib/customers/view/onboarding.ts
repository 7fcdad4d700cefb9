import { z } from "zod";
import { CustomerStatus } from "./customer";

/** One step of a customer's onboarding with what came of it (contract 8). */
export const CustomerStepView = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["pending", "running", "retrying", "waiting", "done", "failed", "skipped", "cancelled"]),
  started: z.iso.datetime().nullable(),
  ended: z.iso.datetime().nullable(),
  attempts: z.int(),
  /** When it is tried again by itself. */
  nextAttemptAt: z.iso.datetime().nullable(),
  /** How far a step with a list is; of others one of one. */
  done: z.int(),
  total: z.int().nullable(),
  error: z.object({ code: z.string(), message: z.string(), supportCode: z.string() }).nullable(),
  /** What sources/002 calls the outputs of the step. */
  outputs: z.record(z.string(), z.unknown()).nullable(),
});
export type CustomerStepView = z.infer<typeof CustomerStepView>;

/** A customer's onboarding as it stands. */
export const CustomerOnboardingView = z.object({
  id: z.int(),
  customerId: z.int(),
  /** The run that it tells of; unset before the first. */
  jobId: z.int().nullable(),
  status: CustomerStatus,
  /** Set while it waits: only an admin can mend what is missing. */
  waitingFor: z.literal("admin").optional(),
  currentStep: z.string().nullable(),
  percent: z.int(),
  steps: z.array(CustomerStepView),
  /** Who does not answer, where that is what holds it up and others too. */
  trouble: z.enum(["zuora"]).nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** When its run last gave a sign of life. */
  lastUpdateAt: z.iso.datetime().nullable(),
});
export type CustomerOnboardingView = z.infer<typeof CustomerOnboardingView>;

/** A run that is there now, and whether this call made it, or has had what waits in it for its next try tried at once. */
export const BegunRunView = z.object({ jobId: z.int(), createdNew: z.boolean(), isHastened: z.boolean().optional() });
