import { ImportMapping, ImportParams } from "@/lib/members/schema/import";
import { mapImport } from "@/lib/members/service/import/map-import";
import { ImportView } from "@/lib/members/view/import";
import { getImportView } from "@/lib/members/view/shown-import";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Say which field each column of a file fills, before its import is started",
  params: ImportParams,
  body: ImportMapping,
  answers: { data: ImportView },
  handle: async ({ params, body }) => {
    await mapImport(params, body);
    return getImportView(params, true);
  },
});
