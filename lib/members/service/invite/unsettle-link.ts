import type { Tx } from "@/lib/platform/db";
import type { Channel } from "../../schema/invite";
import { withdrawLink } from "./withdraw-link";

/**
 * What a change of a member by others does to an open invite, in the same transaction: what the link has told is not its to correct any more. Where they
 * are reached elsewhere by now, a code that was shown proves nothing, and a link that went to the old place is over: a new one can be sent.
 */
export async function unsettleLink(tx: Tx, memberId: number, moved: readonly Channel[]): Promise<void> {
  const [invite] = await tx.$queryRaw<{ id: number; isOver: boolean }[]>`
    UPDATE member_invite SET told = '{}',
      proof_hash = CASE WHEN ${moved.length === 0} THEN proof_hash END, proof_until = CASE WHEN ${moved.length === 0} THEN proof_until END,
      expires_at = CASE WHEN channels && ${moved}::text[] THEN least(expires_at, greatest(app_now(), created_at + interval '1 millisecond'))
        ELSE expires_at END
    WHERE member_id = ${memberId} AND ended_at IS NULL RETURNING id, channels && ${moved}::text[] AS "isOver"`;
  if (invite?.isOver) await withdrawLink(tx, invite.id);
}
