import { z } from "zod";
import { advance } from "@/lib/platform/http/clock";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "dev",
  summary: "Move the product's clock forward (test only)",
  body: z.strictObject({
    advanceSeconds: z
      .number()
      .int()
      .min(0)
      .max(366 * 86_400),
  }),
  answers: { data: z.object({ advancedSeconds: z.int() }) },
  handle: ({ body }) => advance(body.advanceSeconds),
});
