import { PersonDetail, PersonParams, PersonReason } from "@/lib/platform/auth/people/schema";
import { disablePerson } from "@/lib/platform/auth/people/service";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Close an account and end its sessions",
  params: PersonParams,
  body: PersonReason,
  answers: { data: PersonDetail },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    disablePerson({ actor, id: params.id, input: body, caller: { address, agent } }),
});
