import { MemberParams } from "@/lib/members/schema/search";
import { StaffActivation } from "@/lib/members/schema/staff";
import { activateByStaff } from "@/lib/members/service/act-by-staff";
import { StaffActivationAnswer, toStaffActivated, toStaffExplained } from "@/lib/members/view/activation";
import { route } from "@/lib/platform/http/route";

export const POST = route({
  auth: "admin",
  summary: "Give a member a plan; `dry_run` explains what would happen and changes nothing",
  params: MemberParams,
  body: StaffActivation,
  explains: true,
  answers: { data: StaffActivationAnswer },
  handle: async ({ actor, params, body, isDryRun, http: { address, agent, requestId } }) => {
    const call = { actor, requestId, caller: { address, agent } };
    const result = await activateByStaff(call, params.id, body, { dryRun: isDryRun });
    return isDryRun ? toStaffExplained(result) : toStaffActivated(result);
  },
});
