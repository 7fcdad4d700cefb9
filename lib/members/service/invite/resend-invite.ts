import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import { type InviteEnd, inviteLimits } from "../../schema/invite";
import type { Act } from "../act";
import { befall } from "../befall";
import { type SentInvite, sendLink, withdrawLink } from "./send-link";

/** Whose invite, and by whose word. */
export type InviteAct = Pick<Act, "memberId" | "via" | "requestId" | "caller">;

const [minutes, day] = [600, 86_400];

async function spendResend(tx: Tx, memberId: number): Promise<void> {
  const { resendsPer10Minutes, resendsPerDay } = inviteLimits;
  const key = `members:invite:${memberId}`;
  const spent = await spend(tx, [
    { key: `${key}:10m`, limit: resendsPer10Minutes, windowSeconds: minutes },
    { key: `${key}:day`, limit: resendsPerDay, windowSeconds: day },
  ]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

type Ended = { id: number; planId: string };

/** Ends the open invite of a member, and takes back what of it has not left. */
export async function endInvite(tx: Tx, memberId: number, because: InviteEnd): Promise<Ended> {
  const [ended] = await tx.$queryRaw<Ended[]>`
    UPDATE member_invite SET ended_at = app_now(), ended_because = ${because} WHERE member_id = ${memberId} AND ended_at IS NULL
    RETURNING id, plan_subscription_id AS "planId"`;
  if (!ended) throw new AppError("illegal_transition", { message: "noInvite" });
  await withdrawLink(tx, ended.id);
  return ended;
}

/**
 * Sends a new link in the place of the old one, with both periods anew: three times in ten minutes and ten a day at most. Throws what `befall` throws,
 * `rate_limited`, and 422 where the member cannot be reached any more.
 */
export const resendInvite = (input: InviteAct): Promise<SentInvite> =>
  befall(
    { ...input, event: "resend" },
    {
      apply: async (tx, { id }) => {
        await spendResend(tx, id);
        const { planId } = await endInvite(tx, id, "replaced");
        const sent = await sendLink(tx, id, planId);
        const detail = { inviteId: sent.id, channels: sent.channels };
        return { result: sent, action: "member.invite_resent", planId, detail };
      },
    },
  );
