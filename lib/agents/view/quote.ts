import { z } from "zod";
import { syncStepIds } from "../schema/sync";

const count = z.int().nullable();

/** What a sync will be about; null = cannot be told beforehand. */
export const QuoteView = z.object({
  /** What is fetched, in order. */
  dataSets: z.array(z.object({ id: z.enum(syncStepIds), title: z.string() })),
  listings: count,
  transactions: count,
  /** Requests to reZEN, about. */
  apiCalls: count,
  /** Whole minutes, 0 = under one, until it has ended: those of the queue included. */
  estimatedMinutes: count,
  /** Syncs of other accounts that wait for a worker now, and about how many of the minutes are theirs. */
  queuedAhead: z.int(),
  queuedMinutes: count,
});
export type QuoteView = z.infer<typeof QuoteView>;

/** What somebody was told to expect, as their account keeps it. */
export const Quoted = z.object({ listings: count, transactions: count, calls: count });
export type Quoted = z.infer<typeof Quoted>;

/** What was expected of a run when it began, as the run keeps it: null is not known, a part that is not there has no figure. */
export const RunQuote = Quoted.extend({
  seconds: z.number().nullable(),
  partSeconds: z.record(z.string(), z.number()),
});
export type RunQuote = z.infer<typeof RunQuote>;

/** The same as it was kept; null for runs of before that. */
export const readRunQuote = (kept: unknown): RunQuote | null => RunQuote.safeParse(kept).data ?? null;
