import { route } from "@/lib/platform/http/route";
import { getIssues } from "@/lib/stores/queries/issues";
import { JobParams } from "@/lib/stores/schema";
import { IssuesView } from "@/lib/stores/view/issues";

export const GET = route({
  auth: "store_owner",
  summary: "The problems that an import or a refresh found with rows, at most a hundred of each part",
  params: JobParams,
  answers: { data: IssuesView },
  handle: ({ actor, params }) => getIssues(actor.storeId, params.jobId),
});
