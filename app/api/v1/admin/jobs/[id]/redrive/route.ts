import { route } from "@/lib/platform/http/route";
import { DeadLetterParams, Redriven, RedriveReason } from "@/lib/platform/jobs/schema";
import { redriveJob } from "@/lib/platform/jobs/service";

export const POST = route({
  auth: "admin",
  summary: "Send a job again that failed at every try",
  params: DeadLetterParams,
  body: RedriveReason,
  answers: { data: Redriven },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    redriveJob(params.id, { actor, input: body, caller: { address, agent } }),
});
