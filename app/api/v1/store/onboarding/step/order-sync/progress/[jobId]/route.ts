import { route } from "@/lib/platform/http/route";
import { getProgress } from "@/lib/stores/queries/onboarding";
import { JobParams } from "@/lib/stores/schema";

export const GET = route({
  auth: "store_owner",
  summary: "How far an import is",
  params: JobParams,
  handle: ({ actor, params }) => getProgress(actor.storeId, params.jobId),
});
