import { z } from "zod";

/** What stands in a reminder's link. Any text is taken: whether it was ever sent to anybody is told to nobody. */
export const ReminderLink = z.strictObject({ token: z.string().max(200) });
export type ReminderLink = z.output<typeof ReminderLink>;
