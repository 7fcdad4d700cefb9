import { z } from "zod";

/** What an import will be about; null = cannot be told beforehand. */
export const QuoteView = z.object({
  orders: z.int().nullable(),
  /** Product rows of the feeds, as the last reading counted them. */
  productRows: z.int().nullable(),
  /** Requests to Letzshop. */
  apiCalls: z.int().nullable(),
  /** Whole minutes, 0 = under one. */
  estimatedMinutes: z.int().nullable(),
});
export type QuoteView = z.infer<typeof QuoteView>;
