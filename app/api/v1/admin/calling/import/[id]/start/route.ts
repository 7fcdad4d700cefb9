import { route } from "@/lib/platform/http/route";
import { getCallingImport } from "@/lib/practitioners/queries/calling-imports";
import { ImportParams } from "@/lib/practitioners/schema/calling";
import { startImport } from "@/lib/practitioners/service/calling/run-import";
import { CallingImportView, toCallingImportView } from "@/lib/practitioners/view/calling-import";

export const POST = route({
  auth: "admin",
  summary: "Take the rows of a file that was uploaded",
  params: ImportParams,
  answers: { status: 202, data: CallingImportView },
  handle: async ({ actor, params, http: { address, agent } }) => {
    await startImport({ actor, caller: { address, agent } }, params.id);
    return toCallingImportView(await getCallingImport(params.id), true);
  },
});
