import { EmployerParams, EndReason } from "@/lib/members/schema/employer";
import { enableEmployer } from "@/lib/members/service/open-employer";
import { EmployerView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Give plans through a disabled employer again",
  params: EmployerParams,
  body: EndReason,
  answers: { data: EmployerView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    enableEmployer({ actor, caller: { address, agent } }, params.id, body),
});
