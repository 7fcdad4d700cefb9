import { z } from "zod";

/** Up to a hundred who get a plan at once. Each is looked at by itself, so that one with a fault holds up none of the others. */
export const BulkActivation = z.strictObject({
  items: z.array(z.unknown(), { error: "required" }).min(1, "oneItem").max(100, "atMost100"),
});
export type BulkActivation = z.output<typeof BulkActivation>;
