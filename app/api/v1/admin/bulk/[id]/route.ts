import { getBulk } from "@/lib/platform/bulk/queries";
import { BulkItemSearch, BulkParams } from "@/lib/platform/bulk/schema";
import { BulkView } from "@/lib/platform/bulk/view";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "How far a bulk job is, and what became of each onboarding; an operator reads people masked",
  params: BulkParams,
  query: BulkItemSearch,
  answers: { data: BulkView },
  handle: ({ actor, params, query }) => getBulk(actor, params.id, query),
});
