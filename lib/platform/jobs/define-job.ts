import type { ZodType } from "zod";

/** What a handler knows besides its data. `signal` is aborted when the process is told to stop, or the job's time is over. */
export type JobContext = { signal: AbortSignal; jobId: string };

/** A job: its name is its queue; data carries ids only (numbers, and texts named `id`), the handler calls one service verb. */
export type Job<D = unknown> = {
  name: string; // stores.import
  data: ZodType<D>;
  handler: (data: D, context: JobContext) => Promise<void>;
  /** How many run at once in one worker; default 2. */
  concurrency?: number;
  /** `stately` (default): one runs, one more may wait per key. `standard`: no limit per key. */
  policy?: "stately" | "standard";
  retryLimit?: number;
  /** How long one try may take; default 300. Then its signal fires, and a little later its place is free whatever it does. */
  deadlineSeconds?: number;
};

/** How often a worker looks for jobs by itself; what is sent wakes it besides. */
export const pollSeconds = 2;

/** How long one try of a job may take. */
export const deadlineOf = ({ deadlineSeconds = 300 }: Job): number => deadlineSeconds;

/** Declares a job with its data's type held together. */
export const defineJob = <D>(job: Job<D>): Job => job as unknown as Job;
