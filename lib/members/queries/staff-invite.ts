import type { Tx } from "@/lib/platform/db";
import { otherwiseOfMember } from "../service/invite/otherwise";
import type { StaffInviteView } from "../view/invite";

type Row = Omit<StaffInviteView, "sentAt" | "expiresAt" | "takeUpUntil" | "otherwiseAt"> &
  Record<"sentAt" | "expiresAt" | "takeUpUntil" | "otherwiseAt", Date>;

/** The newest invite of a member, open or over; null where there was none. */
export async function readInvite(tx: Tx, memberId: number): Promise<StaffInviteView | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT i.id, json_build_object('id', p.id, 'name', p.name) AS plan, i.created_at AS "sentAt", i.expires_at AS "expiresAt",
      i.expires_at <= app_now() AS "isLinkOver", i.take_up_until AS "takeUpUntil", i.ended_because AS "endedBecause",
      i.channels AS "sentBy", ${otherwiseOfMember}
    FROM member_invite i JOIN member m ON m.id = i.member_id JOIN plan_subscription p ON p.id = i.plan_subscription_id
    JOIN parent_subscription c ON c.id = p.parent_subscription_id JOIN employer e ON e.id = c.employer_id
    WHERE i.member_id = ${memberId} ORDER BY i.id DESC LIMIT 1`;
  if (!row) return null;
  const { sentAt, expiresAt, takeUpUntil, otherwiseAt, ...rest } = row;
  return {
    ...rest,
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    takeUpUntil: takeUpUntil.toISOString(),
    otherwiseAt: otherwiseAt.toISOString(),
  };
}
