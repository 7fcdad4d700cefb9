import type { Tx } from "@/lib/platform/db";
import { befall } from "../befall";
import type { InviteAct } from "./resend-invite";
import { withdrawLink } from "./send-link";

async function withdrawNewest(tx: Tx, memberId: number): Promise<number | null> {
  const newest = await tx.memberInvite.findFirst({
    where: { memberId },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  if (newest) await withdrawLink(tx, newest.id);
  return newest?.id ?? null;
}

/** Takes an invite back: its link opens nothing any more, and what of it has not left stays here. Throws what `befall` throws. */
export const revokeInvite = ({ reason, ...input }: InviteAct & { reason: string }): Promise<{ id: number }> =>
  befall(
    { ...input, event: "revoke" },
    {
      inviteEnds: "revoked",
      apply: async (tx, { id }) => {
        const inviteId = await withdrawNewest(tx, id);
        return { result: { id }, action: "member.invite_revoked", detail: { inviteId, reason } };
      },
    },
  );
