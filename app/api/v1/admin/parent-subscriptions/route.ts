import { NewContract } from "@/lib/members/schema/employer";
import { addContract } from "@/lib/members/service/add-contract";
import { ContractView } from "@/lib/members/view/employer";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Keep what an employer has bought; plans are added to it",
  body: NewContract,
  answers: { status: 201, data: ContractView },
  handle: ({ actor, body, http: { address, agent } }) => addContract({ actor, caller: { address, agent } }, body),
});
