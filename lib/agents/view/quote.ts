import { z } from "zod";
import { syncStepIds } from "../schema/sync";

/** What a sync will be about; null = cannot be told beforehand. */
export const QuoteView = z.object({
  /** What is fetched, in order. */
  dataSets: z.array(z.object({ id: z.enum(syncStepIds), title: z.string() })),
  listings: z.int().nullable(),
  transactions: z.int().nullable(),
  /** Requests to reZEN. */
  apiCalls: z.int().nullable(),
  /** Whole minutes, 0 = under one. */
  estimatedMinutes: z.int().nullable(),
});
export type QuoteView = z.infer<typeof QuoteView>;
