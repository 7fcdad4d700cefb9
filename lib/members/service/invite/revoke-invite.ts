import { befall } from "../befall";
import type { InviteAct } from "./resend-invite";

/** Takes an invite back: its link opens nothing any more, and what of it has not left stays here. Throws what `befall` throws. */
export const revokeInvite = ({ reason, ...input }: InviteAct & { reason: string }): Promise<{ id: number }> =>
  befall(
    { ...input, event: "revoke" },
    {
      inviteEnds: "revoked",
      apply: async (tx, { id }) => {
        const newest = { where: { memberId: id }, orderBy: { id: "desc" as const }, select: { id: true } };
        const inviteId = (await tx.memberInvite.findFirst(newest))?.id ?? null;
        return { result: { id }, action: "member.invite_revoked", detail: { inviteId, reason } };
      },
    },
  );
