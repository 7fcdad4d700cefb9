import { MemberParams } from "@/lib/members/schema/search";
import { StaffInvitation } from "@/lib/members/schema/staff";
import { inviteByStaff } from "@/lib/members/service/invite/by-staff";
import { SentInviteView, toSentInviteView } from "@/lib/members/view/invite";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Invite a member to a plan by e-mail and SMS",
  params: MemberParams,
  body: StaffInvitation,
  answers: { data: SentInviteView },
  handle: async ({ actor, params, body, http: { address, agent, requestId } }) =>
    toSentInviteView(await inviteByStaff({ actor, requestId, caller: { address, agent } }, params.id, body)),
});
