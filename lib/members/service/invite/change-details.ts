import { parsePhone } from "@/lib/platform/auth/phone";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError, invalidInput } from "@/lib/platform/errors";
import { spend } from "@/lib/platform/rate-limit";
import { type InvitedDetails, inviteLimits } from "../../schema/invite";
import { befall } from "../befall";
import { changeMember } from "../change-member";
import { holdInvite, type Invite, requireInvite } from "./find-invite";
import { byLink, type LinkHolder } from "./prove";

async function spendChange(tx: Tx, { id }: Invite): Promise<void> {
  const limit = inviteLimits.detailsPer10Minutes;
  const spent = await spend(tx, [{ key: `members:invite:details:${id}`, limit, windowSeconds: 600 }]);
  if (!spent.ok) throw new AppError("rate_limited", { retryAfterSeconds: spent.retryAfterSeconds });
}

// A paper that is known was seen by somebody: whoever holds a link adds one, and takes none away.
async function requireNoPaper(tx: Tx, { memberId }: Invite, { govtIdValue }: InvitedDetails): Promise<void> {
  if (govtIdValue === undefined) return;
  if ((await tx.member.count({ where: { id: memberId, govtId: { not: null } } })) === 0) return;
  throw invalidInput([{ field: "govtIdValue", code: "known", message: "govtIdKnown" }]);
}

/**
 * Writes what an invited person says of themselves, before they have proven who they are. Where they are reached stays as it is. Throws what
 * `requireInvite` and `befall` throw, `rate_limited`, and 422 with every fault.
 */
export async function changeDetails(token: string, details: InvitedDetails, holder: LinkHolder): Promise<void> {
  const invite = await transaction("system", tx => requireInvite(tx, token));
  if (Object.values(details).every(value => value === undefined)) return;
  const { memberId, planId } = invite;
  const { address, agent, requestId } = holder;
  const input = { memberId, planId, via: byLink, requestId, caller: { address, agent } };
  await befall(
    { ...input, event: "details" },
    {
      apply: async tx => {
        const held = await holdInvite(tx, token);
        await spendChange(tx, held);
        await requireNoPaper(tx, held, details);
        const region = held.phoneNumber === null ? undefined : parsePhone(held.phoneNumber)?.region;
        const changed = await changeMember(tx, { actor: byLink.actor, address, agent, region }, memberId, details);
        const told = changed ? [changed.fact] : [];
        return { result: null, action: "member.details_given", detail: { inviteId: held.id }, told };
      },
    },
  );
}
