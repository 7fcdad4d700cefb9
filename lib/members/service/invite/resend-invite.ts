import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type InviteEnd, inviteLimits } from "../../schema/invite";
import type { Act } from "../act";
import { befall } from "../befall";
import { type SentInvite, sendLink, spendLinks } from "./send-link";
import { withdrawLink } from "./withdraw-link";

/** Whose invite, and by whose word. */
export type InviteAct = Pick<Act, "memberId" | "via" | "requestId" | "caller">;

/** The link that was to be renewed is not the open one, or not over. */
export class NotThisLink extends Error {}

async function requireOver(tx: Tx, id: number) {
  const over = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM member_invite WHERE id = ${id} AND ended_at IS NULL AND expires_at <= app_now() AND take_up_until > app_now()`;
  if (over.length === 0) throw new NotThisLink();
  return {};
}

type Ended = { id: number; planId: string };

// And takes back what of it has not left.
async function endInvite(tx: Tx, memberId: number, because: InviteEnd): Promise<Ended> {
  const [ended] = await tx.$queryRaw<Ended[]>`
    UPDATE member_invite SET ended_at = app_now(), ended_because = ${because} WHERE member_id = ${memberId} AND ended_at IS NULL
    RETURNING id, plan_subscription_id AS "planId"`;
  if (!ended) throw new AppError("illegal_transition", { message: "noInvite" });
  await withdrawLink(tx, ended.id, "replaced");
  return ended;
}

/**
 * Sends a new link in the place of the old one, with both periods anew: three times in ten minutes and ten a day at most. Throws what `befall` throws,
 * `rate_limited`, and 422 where the member cannot be reached any more; with `only`, `NotThisLink` where that invite is not the one whose link is over.
 */
export const resendInvite = ({ only, ...input }: InviteAct & { only?: number }): Promise<SentInvite> =>
  befall(
    { ...input, event: "resend" },
    {
      circumstances: async tx => (only === undefined ? {} : requireOver(tx, only)),
      apply: async (tx, { id }) => {
        await spendLinks(tx, `invite:${id}`, inviteLimits.resendsPer10Minutes, inviteLimits.resendsPerDay);
        const { planId } = await endInvite(tx, id, "replaced");
        const sent = await sendLink(tx, id, planId);
        const detail = { inviteId: sent.id, channels: sent.channels };
        return { result: sent, action: "member.invite_resent", planId, detail };
      },
    },
  );
