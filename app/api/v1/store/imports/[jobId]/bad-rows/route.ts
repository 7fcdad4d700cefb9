import { csvFile } from "@/lib/platform/http/csv-file";
import { route } from "@/lib/platform/http/route";
import { listImportBadRows } from "@/lib/stores/queries/bad-rows";
import { JobParams } from "@/lib/stores/schema";

export const GET = route({
  auth: "store_owner",
  summary: "The feed rows that an import could not take, at most 10,000, as they stood in the feed",
  params: JobParams,
  answers: { file: "text/csv" },
  handle: async ({ actor, params }) => csvFile(await listImportBadRows(actor.storeId, params.jobId)),
});
