import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import { inviteLimits } from "../../schema/invite";
import { type Invite, requireInvite } from "./find-invite";

/**
 * The open invite of a link that somebody wants to do something with: so many times in ten minutes, whatever it is and whatever becomes of it. Counted
 * before anybody is held and anything is logged. Throws what `requireInvite` throws, and `rate_limited`.
 */
export const comeByLink = (token: string): Promise<Invite> =>
  transaction("system", async tx => {
    const invite = await requireInvite(tx, token);
    const limit = inviteLimits.callsPer10Minutes;
    const spent = await spend(tx, [{ key: `members:invite:calls:${invite.id}`, limit, windowSeconds: 600 }]);
    if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
    return invite;
  });
