import { NewPlan } from "@/lib/members/schema/employer";
import { addPlan } from "@/lib/members/service/add-plan";
import { PlanView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Put a plan into what an employer has bought",
  body: NewPlan,
  example: { parent_subscription_id: "sub_acme_2026", name: "Gold", core_offering: "health", seats: 200 },
  answers: { status: 201, data: PlanView },
  handle: ({ actor, body, http: { address, agent } }) => addPlan({ actor, caller: { address, agent } }, body),
});
