import { EndReason } from "@/lib/members/schema/employer";
import { MemberParams } from "@/lib/members/schema/search";
import { revokeByStaff } from "@/lib/members/service/invite/by-staff";
import { RevokedView } from "@/lib/members/view/invite";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Take an invite back: its link opens nothing any more",
  params: MemberParams,
  body: EndReason,
  answers: { data: RevokedView },
  handle: async ({ actor, params, body, http: { address, agent, requestId } }) => ({
    ...(await revokeByStaff({ actor, requestId, caller: { address, agent } }, params.id, body)),
    state: "draft" as const,
  }),
});
