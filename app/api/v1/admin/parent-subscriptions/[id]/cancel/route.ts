import { ContractParams, EndReason } from "@/lib/members/schema/employer";
import { cancelContract } from "@/lib/members/service/cancel-contract";
import { ContractView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "End what an employer has bought, for good; who has a plan of it keeps it",
  params: ContractParams,
  body: EndReason,
  answers: { data: ContractView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    cancelContract({ actor, caller: { address, agent } }, params.id, body),
});
