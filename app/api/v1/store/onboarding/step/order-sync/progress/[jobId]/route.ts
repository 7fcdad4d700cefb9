import { route } from "@/lib/platform/http/route";
import { getProgress } from "@/lib/stores/queries/progress";
import { JobParams } from "@/lib/stores/schema";
import { ProgressView } from "@/lib/stores/view/import";

export const GET = route({
  auth: "store_owner",
  summary: "How far an import is",
  params: JobParams,
  answers: { data: ProgressView },
  handle: ({ actor, params }) => getProgress(actor.storeId, params.jobId),
});
