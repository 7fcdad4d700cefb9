import { listPlaces } from "@/lib/kinds";
import { PersonParams } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";
import { ViewBegun, ViewStart } from "@/lib/platform/view-as/schema";
import { beginView } from "@/lib/platform/view-as/service";

export const POST = route({
  auth: "admin",
  summary: "Look at somebody's pages as they see them, for half an hour, and change nothing",
  params: PersonParams,
  body: ViewStart,
  answers: { data: ViewBegun, status: 201 },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    beginView({ actor, id: params.id, input: body, caller: { address, agent }, listPlaces }),
});
