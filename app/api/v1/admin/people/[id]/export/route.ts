import { rights } from "@/lib/kinds";
import { PersonParams } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";
import { downloadPerson } from "@/lib/platform/rights/queries";

export const GET = route({
  auth: "admin",
  summary: "Everything that is kept about a person",
  params: PersonParams,
  answers: { file: "application/json" },
  handle: ({ actor, params, http: { address, agent } }) =>
    downloadPerson({ id: params.id, actorId: actor.id, caller: { address, agent }, ...rights }),
});
