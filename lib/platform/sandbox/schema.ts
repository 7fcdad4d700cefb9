import { z } from "zod";
import { FaultRule, faults } from "./faults";

/** A fault as an admin orders it: which upstream, of which of its calls (all, when none is named), how, and for how many calls (until it is taken back, when no number is told). */
export const FaultOrder = FaultRule.extend({
  upstream: z.string().min(1).max(40),
  operation: z.string().trim().max(60).optional(),
  fault: z.enum(faults),
  times: z.int().min(1).max(10_000).optional(),
  after: z.int().min(0).max(10_000).default(0),
});
export type FaultOrder = z.output<typeof FaultOrder>;

/** Whose faults are taken back; everybody's where that is null. Nothing told means nobody. */
export const FaultEnd = z.strictObject({ upstream: z.string().min(1).max(40).nullable() });

/** A fault that is in force, and how many calls it has been asked about. */
export const FaultView = FaultOrder.extend({ seen: z.int() });
export type FaultView = z.infer<typeof FaultView>;

/** What stands in for other people's systems now. `isThere` is false while it does not answer. */
export type SandboxView = { isThere: boolean; upstreams: string[]; faults: FaultView[] };
