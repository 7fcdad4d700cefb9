import { MemberParams } from "@/lib/members/schema/search";
import { StaffDeactivation } from "@/lib/members/schema/staff";
import { deactivateByStaff } from "@/lib/members/service/act-by-staff";
import { Deactivated } from "@/lib/members/view/activation";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "End a member's plans, or one of them; their seats go free",
  params: MemberParams,
  body: StaffDeactivation,
  answers: { data: Deactivated },
  handle: ({ actor, params, body, http: { address, agent, requestId } }) =>
    deactivateByStaff({ actor, requestId, caller: { address, agent } }, params.id, body),
});
