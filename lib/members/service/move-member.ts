import { Prisma, type Tx } from "@/lib/platform/db";
import type { InviteEnd } from "../schema/invite";
import type { MemberState } from "../schema/transition";
import { withdrawLink } from "./invite/withdraw-link";
import { mirroring } from "./mirror-onboarding";

/** Why somebody has failed, and why a link that was open is not any more. */
type Because = { failedCode?: string | null; inviteEnds?: InviteEnd };

const mayBeOpen: ReadonlySet<MemberState> = new Set(["invited", "otp_verified"]);

/**
 * Moves a member whose row is held to another state, stops its timer, ends its invite where the state has none, with what of it has not left, and brings its onboarding along.
 */
export async function moveMember(tx: Tx, id: number, state: MemberState, because: Because = {}): Promise<void> {
  const { failedCode = null, inviteEnds = "superseded" } = because;
  const [moved] = await tx.$queryRaw<{ endedInvite: number | null }[]>(Prisma.sql`
    WITH stopped AS (
      DELETE FROM activation_timer WHERE member_id = ${id}
    ), ended AS (
      UPDATE member_invite SET ended_at = app_now(), ended_because = ${inviteEnds}
      WHERE member_id = ${id} AND ended_at IS NULL AND ${!mayBeOpen.has(state)} RETURNING id
    ), moved AS (
      UPDATE member SET state = ${state}::"MemberState", failed_code = ${failedCode}, version = version + 1, updated_at = app_now()
      WHERE id = ${id} RETURNING *
    ), ${mirroring(Prisma.sql`moved`)}
    SELECT (SELECT id FROM ended) AS "endedInvite" FROM moved`);
  if (moved?.endedInvite) await withdrawLink(tx, moved.endedInvite);
}
