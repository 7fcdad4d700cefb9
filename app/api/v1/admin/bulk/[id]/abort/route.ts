import { getBulk } from "@/lib/platform/bulk/queries";
import { BulkItemSearch, BulkParams } from "@/lib/platform/bulk/schema";
import { abortBulk } from "@/lib/platform/bulk/service";
import { BulkView } from "@/lib/platform/bulk/view";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "End a bulk job after the onboarding in hand; what was done stays",
  params: BulkParams,
  answers: { data: BulkView },
  handle: async ({ actor, params: { id }, http: { address, agent } }) => {
    await abortBulk({ actor, caller: { address, agent } }, id);
    return getBulk(actor, id, BulkItemSearch.parse({}));
  },
});
