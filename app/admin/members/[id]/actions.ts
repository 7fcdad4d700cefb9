"use server";

import { ActivateAct, DeactivateAct, MemberEdit } from "@/lib/members/schema/staff";
import { activateByStaff, deactivateByStaff } from "@/lib/members/service/act-by-staff";
import { changeByStaff } from "@/lib/members/service/change-by-staff";
import { toStaffActivated, toStaffExplained } from "@/lib/members/view/activation";
import type { SessionUser } from "@/lib/platform/auth/session";
import { action } from "@/lib/platform/http/action";
import type { RequestFacts } from "@/lib/platform/http/facts";

type Call = { actor: SessionUser; http: RequestFacts };
const callOf = ({ actor, http: { address, agent, requestId } }: Call) => ({
  ...{ actor, requestId },
  caller: { address, agent },
});

export const preview = action({
  auth: "admin",
  input: ActivateAct,
  handle: async ({ input: { id, ...input }, ...call }) =>
    toStaffExplained(await activateByStaff(callOf(call), id, input, { dryRun: true })),
});
export const activate = action({
  auth: "admin",
  input: ActivateAct,
  handle: async ({ input: { id, ...input }, ...call }) =>
    toStaffActivated(await activateByStaff(callOf(call), id, input, { dryRun: false })),
});
export const deactivate = action({
  auth: "admin",
  input: DeactivateAct,
  handle: ({ input: { id, ...input }, ...call }) => deactivateByStaff(callOf(call), id, input),
});
export const change = action({
  auth: "admin",
  input: MemberEdit,
  handle: ({ input: { id, ...input }, ...call }) => changeByStaff(callOf(call), id, input),
});
