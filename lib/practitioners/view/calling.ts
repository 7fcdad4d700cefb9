import { z } from "zod";
import { errorTexts } from "@/lib/platform/http/texts";
import { toWirePath } from "@/lib/platform/http/wire";
import { countTaken, type Taken } from "../service/calling/take";

const count = z.int();

/** What became of each record of a batch, in its order. */
export const CallingResults = z.object({
  received: count,
  created: count,
  updated: count,
  unchanged: count,
  rejected: count,
  results: z.array(
    z.object({
      index: count,
      /** As we write it; null where it cannot be read. */
      phoneNumber: z.string().nullable(),
      result: z.enum(["created", "updated", "unchanged", "rejected"]),
      /** The first record of the same number: they were taken as one, the later one counts. */
      duplicateOf: count.nullable(),
      errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
    }),
  ),
});
export type CallingResults = z.infer<typeof CallingResults>;

/** What became of a batch, in sentences of the caller's language. */
export async function toCallingResults(taken: readonly Taken[]): Promise<CallingResults> {
  const texts = await errorTexts();
  const results = taken.map(one => ({
    ...one,
    errors: one.errors.map(fault => ({
      ...fault,
      field: toWirePath(fault.field),
      message: texts.field(fault.message),
    })),
  }));
  return { ...countTaken(taken), results };
}
