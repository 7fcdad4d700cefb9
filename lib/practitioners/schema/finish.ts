import { z } from "zod";

/** The end of the wizard: when the answers of the last step that were looked over had been kept. */
export const Finish = z.strictObject({ seenAt: z.iso.datetime() });
