import { PersonDetail, PersonParams, PersonReason } from "@/lib/platform/auth/people/schema";
import { enablePerson } from "@/lib/platform/auth/people/service";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Open a closed account again",
  params: PersonParams,
  body: PersonReason,
  answers: { data: PersonDetail },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    enablePerson({ actor, id: params.id, input: body, caller: { address, agent } }),
});
