import { z } from "zod";

/** What must be so of a customer that has come aboard (sources/002, "Success Criteria"), in its order. */
export const criteria = [
  ...["record", "credentials", "sync", "access", "monitoring", "audited"],
  ...["setup_time", "access_time", "monitoring_time", "sync_time"],
] as const;

/** One criterion: whether it is met, why not, how long it took of how long it may, and where the proof is. */
export const Criterion = z.object({
  name: z.enum(criteria as unknown as [string, ...string[]]),
  group: z.enum(["completion", "quality"]),
  /** `open`: it has not come so far yet. */
  state: z.enum(["met", "missed", "open"]),
  reason: z.string().nullable(),
  actualMs: z.int().nullable(),
  limitMs: z.int().nullable(),
  proof: z.string(),
});
export type Criterion = z.infer<typeof Criterion>;

/** Whether a customer's onboarding is the success that it is to be. */
export const CriteriaView = z.object({
  customerId: z.int(),
  met: z.int(),
  total: z.int(),
  /** Does a run go on that may still change it? */
  isRunning: z.boolean(),
  items: z.array(Criterion),
});
export type CriteriaView = z.infer<typeof CriteriaView>;
