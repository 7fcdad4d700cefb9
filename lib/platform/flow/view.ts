import { z } from "zod";
import { ReadyChannel } from "./schema";

/** How somebody will be told when a run has ended, and where, masked. */
export const ReadyView = z.object({ channel: ReadyChannel, to: z.string() });
export type ReadyView = z.infer<typeof ReadyView>;

/** Why people were held up at a step: a field that was refused or a class of failed test, of how many, and how many of those left. */
export const CauseView = z.object({
  event: z.enum(["refused", "test_failed"]),
  code: z.string(),
  people: z.int(),
  times: z.int(),
  dropped: z.int(),
});
export type CauseView = z.infer<typeof CauseView>;

/** One step of one kind in a period: who saw it, saved it, and left it a day ago or more without saving; the middle time from seeing to saving. */
export const StepFigures = z.object({
  kind: z.string(),
  step: z.string(),
  seen: z.int(),
  saved: z.int(),
  dropped: z.int(),
  medianSeconds: z.number().nullable(),
  causes: z.array(CauseView),
});
export type StepFigures = z.infer<typeof StepFigures>;

/** How often a source was right about what it filled in, and what came of its later news. */
export const SourceFigures = z.object({
  source: z.string(),
  shown: z.int(),
  kept: z.int(),
  changed: z.int(),
  removed: z.int(),
  asked: z.int(),
  taken: z.int(),
});
export type SourceFigures = z.infer<typeof SourceFigures>;

/** The reminders of one kind that were sent in a period: to how many, who made progress within a week after, and who wanted no more. */
export const ReminderFigures = z.object({ kind: z.string(), sent: z.int(), cameBack: z.int(), stopped: z.int() });
export type ReminderFigures = z.infer<typeof ReminderFigures>;

/** How long people waited for their first imports to end, of those that ended in the period. */
export const WaitFigures = z.object({ kind: z.string(), runs: z.int(), medianSeconds: z.number().nullable() });
export type WaitFigures = z.infer<typeof WaitFigures>;

/** A run that was started again, or the one that runs; `isHastened` tells that what waits in it for its next try is tried at once. */
export const RunAgainView = z.object({ jobId: z.int(), createdNew: z.boolean(), isHastened: z.boolean() });
export type RunAgainView = z.infer<typeof RunAgainView>;

/** A run that was stopped. */
export const StoppedRunView = z.object({ jobId: z.int() });
