import { InviteAcceptance, InviteLink } from "@/lib/members/schema/invite";
import { acceptInvite } from "@/lib/members/service/invite/accept-invite";
import { AcceptedView, toAcceptedView } from "@/lib/members/view/invite";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "public",
  summary: "Take an invite up with the token that the code gave: the plan begins, or is scheduled for its first day",
  params: InviteLink,
  body: InviteAcceptance,
  answers: { data: AcceptedView },
  handle: async ({ params, body, http }) => toAcceptedView(await acceptInvite(params.token, body, http)),
});
