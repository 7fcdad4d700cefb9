import { z } from "zod";
import type { ErrorCode } from "@/lib/platform/errors";
import { failure } from "@/lib/platform/http/envelope";
import { isPassing } from "@/lib/platform/http/once";
import { errorTexts } from "@/lib/platform/http/texts";
import { toWirePath } from "@/lib/platform/http/wire";
import type { Ended } from "../service/activate-many";
import { DirectActivated, DirectExplained, DirectInvited, toDirectAnswer } from "./direct";

const index = z.int();
const count = z.int();

/** What a call of its own would have been told: `data` names the plan that is active already, or when to try again. */
const Refused = z.object({
  index,
  success: z.literal(false),
  data: z.record(z.string(), z.unknown()).nullable(),
  error: z.object({
    code: z.string(),
    message: z.string(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
  }),
});

/** What became of each, in their order, and how many of them it was. */
export const BulkAnswer = z.object({
  total: count,
  succeeded: count,
  failed: count,
  results: z.array(
    z.union([
      DirectActivated.extend({ index, success: z.literal(true) }),
      DirectInvited.extend({ index, success: z.literal(true) }),
      // With `dry_run`: whether it would be.
      DirectExplained.extend({ index, success: z.boolean() }),
      Refused,
    ]),
  ),
});
export type BulkAnswer = z.infer<typeof BulkAnswer>;

/** Was nobody refused for what passes by itself? */
export const isSettled = ({ results }: BulkAnswer): boolean =>
  results.every(one => !("error" in one && isPassing(one.error.code as ErrorCode)));

type Told = { requestId: string; isDryRun: boolean };

/** What became of many, in sentences of the caller's language. */
export async function toBulkAnswer(ended: readonly Ended[], { requestId, isDryRun }: Told): Promise<BulkAnswer> {
  const texts = await errorTexts();
  const results = ended.map((one, at): BulkAnswer["results"][number] => {
    if (!one.refusal) {
      const told = toDirectAnswer(one.result, isDryRun);
      if (!("rules" in told)) return { index: at, success: true, ...told };
      return { index: at, success: told.to !== null, ...told };
    }
    const { error, message, data } = failure(one.refusal, requestId, texts);
    const errors = (error?.errors ?? []).map(fault => ({ ...fault, field: toWirePath(fault.field) }));
    return {
      index: at,
      success: false,
      data: data as z.infer<typeof Refused>["data"],
      error: { code: one.refusal.code, message, errors },
    };
  });
  const succeeded = results.filter(({ success }) => success).length;
  return { total: results.length, succeeded, failed: results.length - succeeded, results };
}
