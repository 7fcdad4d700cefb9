import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { ImportParams } from "@/lib/practitioners/schema/calling";
import { toFaultsDownload } from "@/lib/practitioners/view/calling-import";

export const GET = route({
  auth: "admin",
  summary: "The rows that an import could not take, as they stood in the file, with the line and the reasons",
  params: ImportParams,
  answers: { file: "text/csv" },
  handle: async ({ params }) => csvFile(await toFaultsDownload(params.id)),
});
