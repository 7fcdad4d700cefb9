import { z } from "zod";

/** How many cohorts are asked for. */
export const CohortSearch = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(50) });
export type CohortSearch = z.output<typeof CohortSearch>;
