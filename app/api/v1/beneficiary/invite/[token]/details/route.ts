import { getInvite } from "@/lib/members/queries/invite";
import { InvitedDetails, InviteLink } from "@/lib/members/schema/invite";
import { changeDetails } from "@/lib/members/service/invite/change-details";
import { InviteView } from "@/lib/members/view/invite";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "public",
  summary: "What an invite is about, and which details are missing; reading it takes nothing up",
  params: InviteLink,
  answers: { data: InviteView },
  handle: ({ params }) => getInvite(params.token),
});

export const POST = route({
  auth: "public",
  summary: "Tell or correct details of an invited member; what is not named stays as it is",
  params: InviteLink,
  body: InvitedDetails,
  answers: { data: InviteView },
  handle: async ({ params: { token }, body, http }) => {
    await changeDetails(token, body, http);
    return getInvite(token);
  },
});
