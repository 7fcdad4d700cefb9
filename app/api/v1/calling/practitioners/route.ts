import { route } from "@/lib/platform/http/route";
import { CallingBatch } from "@/lib/practitioners/schema/calling";
import { takeBatch } from "@/lib/practitioners/service/calling/take-batch";
import { CallingResults, toCallingResults } from "@/lib/practitioners/view/calling";

export const POST = route({
  auth: "partner",
  scope: "calling",
  summary: "Tell of up to 1,000 people at once; each record has its own result",
  body: CallingBatch,
  bodyLimitBytes: 5 * 1024 * 1024,
  opaque: ["records"],
  answers: { data: CallingResults },
  handle: async ({ actor, body, http: { address } }) => toCallingResults(await takeBatch(actor, body, address)),
});
