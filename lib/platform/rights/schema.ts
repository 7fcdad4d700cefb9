import { z } from "zod";

/** "Yes, erase it": a call that was not meant lacks it. */
export const Erasure = z.strictObject({
  confirm: z.literal(true, { error: "confirmErasure" }),
});
export type Erasure = z.infer<typeof Erasure>;

/** The same by an admin, who may say why. */
export const PersonErasure = Erasure.extend({ reason: z.string().trim().max(500, "tooLong").optional() });
export type PersonErasure = z.infer<typeof PersonErasure>;

/** How many rows went, by table. */
export const Erased = z.object({ erased: z.record(z.string(), z.int()) });
export type Erased = z.infer<typeof Erased>;
