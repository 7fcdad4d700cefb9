import { z } from "zod";

/** How far practitioners have come, as the first query of sources/003 counts them; the rate is in percent, null without any. */
export const CompletionView = z.object({
  total: z.int(),
  completed: z.int(),
  calledButNotOnboarded: z.int(),
  completionRate: z.number().nullable(),
});
export type CompletionView = z.infer<typeof CompletionView>;

/** One of the five stages of sources/003; `conversion` is in percent of the stage before, null where there is none or nobody in it. */
export const StageView = z.object({ stage: z.string(), count: z.int(), conversion: z.number().nullable() });
export type StageView = z.infer<typeof StageView>;
