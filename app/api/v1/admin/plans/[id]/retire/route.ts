import { EndReason, PlanParams } from "@/lib/members/schema/employer";
import { retirePlan } from "@/lib/members/service/retire-plan";
import { PlanView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Give a plan to nobody any more, for good; who has it keeps it",
  params: PlanParams,
  body: EndReason,
  answers: { data: PlanView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    retirePlan({ actor, caller: { address, agent } }, params.id, body),
});
