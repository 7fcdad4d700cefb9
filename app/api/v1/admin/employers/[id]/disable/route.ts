import { EmployerParams, EndReason } from "@/lib/members/schema/employer";
import { disableEmployer } from "@/lib/members/service/open-employer";
import { EmployerView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Give nobody a plan through this employer any more; who has one keeps it",
  params: EmployerParams,
  body: EndReason,
  answers: { data: EmployerView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    disableEmployer({ actor, caller: { address, agent } }, params.id, body),
});
