"use server";

import { CancelAct, ScheduleAct } from "@/lib/members/schema/schedule";
import { cancelByStaff, scheduleByStaff } from "@/lib/members/service/act-by-staff";
import { toStaffScheduled } from "@/lib/members/view/schedule";
import { action } from "@/lib/platform/http/action";

export const schedule = action({
  auth: "admin",
  input: ScheduleAct,
  handle: async ({ actor, input: { id, ...input }, http: { address, agent, requestId } }) =>
    toStaffScheduled(await scheduleByStaff({ actor, requestId, caller: { address, agent } }, id, input)),
});
export const cancel = action({
  auth: "admin",
  input: CancelAct,
  handle: ({ actor, input: { id }, http: { address, agent, requestId } }) =>
    cancelByStaff({ actor, requestId, caller: { address, agent } }, id),
});
