import type { AuditFact } from "@/lib/platform/audit";
import { parsePhone } from "@/lib/platform/auth/phone";
import type { Tx } from "@/lib/platform/db";
import { invalidInput } from "@/lib/platform/errors";
import type { InvitedDetails } from "../../schema/invite";
import { befall } from "../befall";
import { changeMember } from "../change-member";
import { detailFaults } from "../told-columns";
import { comeByLink } from "./come-by-link";
import { holdInvite, type Invite } from "./find-invite";
import { keepMissing } from "./only-missing";
import { byLink, type LinkHolder } from "./prove";

async function write(tx: Tx, invite: Invite, told: InvitedDetails, holder: LinkHolder): Promise<AuditFact[]> {
  const { id, memberId, phoneNumber } = invite;
  const region = phoneNumber === null ? undefined : parsePhone(phoneNumber)?.region;
  const left = await keepMissing(tx, memberId, told);
  const faults = [...left.faults, ...detailFaults(left.details, region)];
  if (faults.length > 0) throw invalidInput(faults);
  if (left.told.length === 0) return [];
  const { address, agent } = holder;
  const changed = await changeMember(tx, { actor: byLink.actor, address, agent, region }, memberId, left.details);
  await tx.$executeRaw`
    UPDATE member_invite SET told = ARRAY(SELECT DISTINCT unnest(told || ${left.told}::text[])) WHERE id = ${id}`;
  return changed ? [changed.fact] : [];
}

/**
 * Writes what an invited person says of themselves, before they have proven who they are: what is missing, and what they have told through this link. What
 * others have told stays, and so does where they are reached. Throws what `comeByLink` and `befall` throw, and 422 with every fault.
 */
export async function changeDetails(token: string, details: InvitedDetails, holder: LinkHolder): Promise<void> {
  const { memberId, planId } = await comeByLink(token);
  if (Object.values(details).every(value => value === undefined)) return;
  const { address, agent, requestId } = holder;
  const input = { memberId, planId, via: byLink, requestId, caller: { address, agent } };
  await befall(
    { ...input, event: "details" },
    {
      apply: async tx => {
        const held = await holdInvite(tx, token);
        const told = await write(tx, held, details, holder);
        return { result: null, action: "member.details_given", detail: { inviteId: held.id }, told };
      },
    },
  );
}
