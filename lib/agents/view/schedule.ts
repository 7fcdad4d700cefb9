import { z } from "zod";
import { syncRhythms } from "../schema/schedule";

/** How often an account's data is fetched by itself, when that comes next (null when nothing is planned, or there is no key that works), and since when it is paused. */
export const ScheduleView = z.object({
  every: z.enum(syncRhythms),
  nextSyncAt: z.iso.datetime().nullable(),
  pausedAt: z.iso.datetime().nullable(),
});
export type ScheduleView = z.infer<typeof ScheduleView>;

/** Since when an account is paused, and its sync that has not ended; null each where there is none. */
export const PauseView = z.object({ pausedAt: z.iso.datetime().nullable(), jobId: z.int().nullable() });
export type PauseView = z.infer<typeof PauseView>;
