import { rights } from "@/lib/kinds";
import { PersonParams } from "@/lib/platform/auth/people/schema";
import { route } from "@/lib/platform/http/route";
import { Erased, PersonErasure } from "@/lib/platform/rights/schema";
import { eraseSomebody } from "@/lib/platform/rights/service";

export const POST = route({
  auth: "admin",
  summary: "Erase a person from every table",
  params: PersonParams,
  body: PersonErasure,
  answers: { data: Erased },
  handle: ({ actor, params, body: { reason }, http: { address, agent } }) =>
    eraseSomebody({ id: params.id, actorId: actor.id, caller: { address, agent }, reason, ...rights }),
});
