import { getMember } from "@/lib/members/queries/member-page";
import { MemberParams } from "@/lib/members/schema/search";
import { MemberChange } from "@/lib/members/schema/staff";
import { changeByStaff } from "@/lib/members/service/change-by-staff";
import { MemberView } from "@/lib/members/view/member";
import { route } from "@/lib/platform/http/route";

export const GET = route({
  auth: "staff",
  summary: "A member with plans now and before; of a government id only the last characters",
  params: MemberParams,
  answers: { data: MemberView },
  handle: ({ actor, params }) => getMember(actor, params.id),
});

export const PATCH = route({
  auth: "admin",
  summary: "Change what is known of a member; what is not named stays, null takes it away",
  params: MemberParams,
  body: MemberChange,
  answers: { data: MemberView },
  handle: ({ actor, params, body, http: { address, agent } }) =>
    changeByStaff({ actor, caller: { address, agent } }, params.id, body),
});
