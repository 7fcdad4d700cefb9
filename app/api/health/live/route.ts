import { z } from "zod";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "public",
  summary: "Answers while the process lives",
  answers: { data: z.object({ status: z.literal("ok") }) },
  handle: async () => ({ status: "ok" as const }),
});
