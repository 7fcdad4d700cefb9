import { z } from "zod";

/** A job that failed at every try. `ids` is what it was about, `error` its last words without anything personal. */
export const DeadLetterView = z.object({
  id: z.uuid(),
  job: z.string(),
  ids: z.record(z.string(), z.union([z.number(), z.string()])),
  error: z.string(),
  attempts: z.int(),
  sentAt: z.iso.datetime().nullable(),
  diedAt: z.iso.datetime(),
});
export type DeadLetterView = z.infer<typeof DeadLetterView>;

/** A page of dead letters. */
export const DeadLetterPage = z.object({ items: z.array(DeadLetterView), nextCursor: z.string().nullable() });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

/** Which dead letters to list: of one job or all, newest first; `cursor` is the last id seen. */
export const DeadLetterSearch = z.strictObject({
  job: z.string().max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export type DeadLetterSearch = z.infer<typeof DeadLetterSearch>;

/** Which dead letter an address is about. */
export const DeadLetterParams = z.strictObject({ id: z.uuid() });

/** Why an admin sends a job again. */
export const RedriveReason = z.strictObject({
  reason: z.string({ error: "reasonTooShort" }).trim().min(10, "reasonTooShort").max(500, "tooLong"),
});
export type RedriveReason = z.infer<typeof RedriveReason>;

/** What became of a dead letter: the job is sent again, or one for the same thing waits already. */
export const Redriven = z.object({ job: z.string(), outcome: z.enum(["sent", "waits_already"]) });
export type Redriven = z.infer<typeof Redriven>;

/** How a queue stands at this moment; `oldestSeconds` is how long the job has waited that is due longest. */
export const QueueView = z.object({
  name: z.string(),
  waiting: z.int(),
  later: z.int(),
  active: z.int(),
  oldestSeconds: z.int().nullable(),
  dead: z.int(),
});
export type QueueView = z.infer<typeof QueueView>;
