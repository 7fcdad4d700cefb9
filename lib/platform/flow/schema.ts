import { z } from "zod";

/** Which fields of a step (by its slug) a form would not send: their names, never what is in them. */
export const Refusal = z.strictObject({
  step: z.string().regex(/^[a-z-]{1,40}$/),
  fields: z.array(z.string().max(100)).max(50),
});
export type Refusal = z.output<typeof Refusal>;

/** Of which time figures tell. */
export const periods = ["7d", "30d", "90d", "all"] as const;

/** Which figures are asked for. */
export const MetricsSearch = z.strictObject({ period: z.enum(periods).default("30d") });
export type MetricsSearch = z.output<typeof MetricsSearch>;
export type Period = MetricsSearch["period"];
