import { PersonDetail, PersonParams, PersonReason } from "@/lib/platform/auth/people/schema";
import { signOutPerson } from "@/lib/platform/auth/people/service";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Sign a person out of every browser",
  params: PersonParams,
  body: PersonReason,
  answers: { data: PersonDetail },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    signOutPerson({ actor, id: params.id, input: body, caller: { address, agent } }),
});
