import { StaffSchedule } from "@/lib/members/schema/schedule";
import { MemberParams } from "@/lib/members/schema/search";
import { scheduleByStaff } from "@/lib/members/service/act-by-staff";
import { StaffScheduled, toStaffScheduled } from "@/lib/members/view/schedule";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Have a member activated by themselves at a time to come",
  params: MemberParams,
  body: StaffSchedule,
  answers: { data: StaffScheduled },
  handle: async ({ actor, params, body, http: { address, agent, requestId } }) =>
    toStaffScheduled(await scheduleByStaff({ actor, requestId, caller: { address, agent } }, params.id, body)),
});
