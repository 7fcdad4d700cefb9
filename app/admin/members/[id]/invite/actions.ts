"use server";

import { InviteAct, ResendAct, RevokeAct } from "@/lib/members/schema/staff";
import { inviteByStaff, resendByStaff, revokeByStaff } from "@/lib/members/service/invite/by-staff";
import { toSentInviteView } from "@/lib/members/view/invite";
import type { SessionUser } from "@/lib/platform/auth/session";
import { action } from "@/lib/platform/http/action";
import type { RequestFacts } from "@/lib/platform/http/facts";

type Call = { actor: SessionUser; http: RequestFacts };
const callOf = ({ actor, http: { address, agent, requestId } }: Call) => ({
  ...{ actor, requestId },
  caller: { address, agent },
});

export const invite = action({
  auth: "admin",
  input: InviteAct,
  handle: async ({ input: { id, ...input }, ...call }) =>
    toSentInviteView(await inviteByStaff(callOf(call), id, input)),
});
export const resend = action({
  auth: "admin",
  input: ResendAct,
  handle: async ({ input: { id }, ...call }) => toSentInviteView(await resendByStaff(callOf(call), id)),
});
export const revoke = action({
  auth: "admin",
  input: RevokeAct,
  handle: ({ input: { id, ...input }, ...call }) => revokeByStaff(callOf(call), id, input),
});
