import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { exportIssues } from "@/lib/stores/queries/issues";
import { JobParams } from "@/lib/stores/schema";

export const GET = route({
  auth: "store_owner",
  summary: "The same problems as a table",
  params: JobParams,
  answers: { file: "text/csv" },
  handle: async ({ actor, params }) => csvFile(await exportIssues(actor.storeId, params.jobId)),
});
