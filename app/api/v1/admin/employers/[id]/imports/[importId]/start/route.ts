import { ImportMapping, ImportParams } from "@/lib/members/schema/import";
import { startImport } from "@/lib/members/service/import/start-import";
import { ImportView } from "@/lib/members/view/import";
import { getImportView } from "@/lib/members/view/shown-import";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Take the people of a file that was uploaded, by the columns that were looked at",
  params: ImportParams,
  body: ImportMapping,
  answers: { status: 202, data: ImportView },
  handle: async ({ actor, params, body, http: { address, agent } }) => {
    await startImport({ actor, caller: { address, agent } }, params, body);
    return getImportView(params, true);
  },
});
