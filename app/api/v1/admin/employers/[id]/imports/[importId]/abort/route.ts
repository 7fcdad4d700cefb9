import { ImportParams } from "@/lib/members/schema/import";
import { abortImport } from "@/lib/members/service/import/start-import";
import { ImportView } from "@/lib/members/view/import";
import { getImportView } from "@/lib/members/view/shown-import";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "End an import after the row in hand, and forget its file; what was done stays",
  params: ImportParams,
  answers: { data: ImportView },
  handle: async ({ actor, params, http: { address, agent } }) => {
    await abortImport({ actor, caller: { address, agent } }, params);
    return getImportView(params, true);
  },
});
