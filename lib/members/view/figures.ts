import { z } from "zod";
import { Door } from "../schema/activation";

/** Why activations came to nothing: the code of the first rule that did not hold, else of the refusal. */
export const ActivationCause = z.object({ code: z.string(), count: z.int() });
export type ActivationCause = z.infer<typeof ActivationCause>;

/** What came of the tries at one door in a period: how many began a plan, wait for its first day, or came to nothing and why, and how many were asked again for what was there; the time that those took which began one. */
export const DoorFigures = z.object({
  door: Door,
  tries: z.int(),
  activated: z.int(),
  scheduled: z.int(),
  failed: z.int(),
  again: z.int(),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  causes: z.array(ActivationCause),
});
export type DoorFigures = z.infer<typeof DoorFigures>;
