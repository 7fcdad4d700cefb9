import { MemberParams } from "@/lib/members/schema/search";
import { cancelByStaff } from "@/lib/members/service/act-by-staff";
import { ScheduleCancelled } from "@/lib/members/view/schedule";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Cancel a member's scheduled activation",
  params: MemberParams,
  answers: { data: ScheduleCancelled },
  handle: async ({ actor, params, http: { address, agent, requestId } }) => {
    const { state } = await cancelByStaff({ actor, requestId, caller: { address, agent } }, params.id);
    return { status: state };
  },
});
