import { z } from "zod";
import { OnboardingKind } from "../onboardings/schema";

/** Onboardings that the same failure holds up: of one kind, at one step, with one code and sentence, whatever figures are in it. */
export const CohortView = z.object({
  print: z.string(),
  kind: OnboardingKind,
  step: z.string().nullable(),
  code: z.string(),
  /** Whom the step asks, where that is known. */
  upstream: z.string().nullable(),
  /** The sentence of the newest one. */
  message: z.string().nullable(),
  count: z.int(),
  /** How many of them have a part that is tried again by itself, and how many wait for somebody; the others have failed. */
  retrying: z.int(),
  waiting: z.int(),
  failed: z.int(),
  /** When the first and the last of them came to stand as they do. */
  since: z.iso.datetime(),
  newest: z.iso.datetime(),
});
export type CohortView = z.infer<typeof CohortView>;

/** Cohorts, the largest first; `more` is how many there are besides. */
export const CohortList = z.object({ items: z.array(CohortView), more: z.int() });
export type CohortList = z.infer<typeof CohortList>;
