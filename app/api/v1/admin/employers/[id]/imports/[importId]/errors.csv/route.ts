import { readAllFaults } from "@/lib/members/queries/imports";
import { ImportParams } from "@/lib/members/schema/import";
import { toFaultsDownload } from "@/lib/members/view/import";
import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "The rows that an import could not take: the line in the file and each fault, without anybody's values",
  params: ImportParams,
  answers: { file: "text/csv" },
  handle: async ({ params }) => {
    const { id, rows } = await readAllFaults(params);
    return csvFile(await toFaultsDownload(id, rows));
  },
});
