import { MemberParams } from "@/lib/members/schema/search";
import { resendByStaff } from "@/lib/members/service/invite/by-staff";
import { SentInviteView, toSentInviteView } from "@/lib/members/view/invite";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Send an invited member a new link; the one before is over with it",
  params: MemberParams,
  answers: { data: SentInviteView },
  handle: async ({ actor, params, http: { address, agent, requestId } }) =>
    toSentInviteView(await resendByStaff({ actor, requestId, caller: { address, agent } }, params.id)),
});
