import { z } from "zod";

/** When what was typed was kept last; null where there is nothing. */
export const DraftView = z.object({ savedAt: z.iso.datetime().nullable() });
