import { PersonDetail, PersonParams, PersonReason } from "@/lib/platform/auth/people/schema";
import { unblockPerson } from "@/lib/platform/auth/people/service";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Lift what keeps codes from a person",
  params: PersonParams,
  body: PersonReason,
  answers: { data: PersonDetail },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    unblockPerson({ actor, id: params.id, input: body, caller: { address, agent } }),
});
