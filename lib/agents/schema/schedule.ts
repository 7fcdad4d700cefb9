import { z } from "zod";

/** How often an agent's data can be fetched by itself. */
export const syncRhythms = ["day", "week", "never"] as const;

/** The choice of one. */
export const SetSchedule = z.strictObject({ every: z.enum(syncRhythms, "choose") });
export type SetSchedule = z.output<typeof SetSchedule>;
