import type { EndReason } from "../../schema/employer";
import type { StaffInvitation } from "../../schema/staff";
import type { By } from "../note-act";
import { inviteMember } from "./invite-member";
import { resendInvite } from "./resend-invite";
import { revokeInvite } from "./revoke-invite";

type Call = By & { requestId: string };

const actOf = ({ actor, caller, requestId }: Call, memberId: number) => {
  const via = { door: "admin" as const, actor: { kind: "user" as const, id: actor.id } };
  return { memberId, via, requestId, caller };
};

/** Invites a member to a plan at an admin's word. Throws what `inviteMember` throws. */
export const inviteByStaff = (call: Call, memberId: number, { planSubscriptionId }: StaffInvitation) =>
  inviteMember({ ...actOf(call, memberId), planId: planSubscriptionId });

/** Sends a new link at an admin's word. Throws what `resendInvite` throws. */
export const resendByStaff = (call: Call, memberId: number) => resendInvite(actOf(call, memberId));

/** Takes an invite back at an admin's word. Throws what `revokeInvite` throws. */
export const revokeByStaff = (call: Call, memberId: number, { reason }: EndReason) =>
  revokeInvite({ ...actOf(call, memberId), reason });
