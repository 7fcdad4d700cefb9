import { transaction } from "@/lib/platform/db";
import { findInvite, isRenewable } from "./find-invite";
import { byLink, type LinkHolder } from "./prove";
import { NotThisLink, resendInvite } from "./resend-invite";

/**
 * Sends the member a new link where this one is over and the invite is not: to their own address and number, and as often as an admin may. For every
 * other link nothing happens, and the answer is the same. Throws `rate_limited` and `activation_in_progress`.
 */
export async function renewLink(token: string, { address, agent, requestId }: LinkHolder): Promise<void> {
  const invite = await transaction("system", tx => findInvite(tx, token));
  if (!invite || !isRenewable(invite)) return;
  const { id: only, memberId } = invite;
  try {
    await resendInvite({ only, memberId, via: byLink, requestId, caller: { address, agent } });
  } catch (thrown) {
    // Somebody was faster, and a newer link is on its way.
    if (!(thrown instanceof NotThisLink)) throw thrown;
  }
}
