import { previewBulk } from "@/lib/platform/bulk/queries";
import { BulkAsked, BulkPreview } from "@/lib/platform/bulk/schema";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "What an act on many onboardings would do now; changes nothing",
  body: BulkAsked,
  example: { action: "retry", filter: { kind: "agent", status: "failed" } },
  answers: { data: BulkPreview },
  handle: ({ body }) => previewBulk(body),
});
