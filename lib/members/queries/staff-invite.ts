import { maskPhone } from "@/lib/platform/auth/phone";
import { Prisma, type Tx } from "@/lib/platform/db";
import { maskEmail } from "@/lib/platform/mask";
import { beginsAt, beginsByItself } from "../service/invite/send-link";
import type { StaffInviteView } from "../view/invite";

type Row = Omit<StaffInviteView, "sentTo" | "sentAt" | "expiresAt" | "takeUpUntil" | "otherwiseAt"> &
  Record<"sentAt" | "expiresAt" | "takeUpUntil" | "otherwiseAt", Date> & {
    email: string | null;
    phoneNumber: string | null;
  };

/** The newest invite of a member, open or over; null where there was none. What it was sent to is masked unless it may be seen. */
export async function readInvite(tx: Tx, memberId: number, isMasked: boolean): Promise<StaffInviteView | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT i.id, json_build_object('id', p.id, 'name', p.name) AS plan, i.created_at AS "sentAt", i.expires_at AS "expiresAt",
      i.expires_at <= app_now() AS "isLinkOver", i.take_up_until AS "takeUpUntil", i.ended_because AS "endedBecause",
      CASE WHEN ${beginsByItself} THEN 'scheduled' ELSE 'expired' END AS otherwise,
      CASE WHEN ${beginsByItself} THEN ${beginsAt(Prisma.sql`i.take_up_until`)} ELSE i.take_up_until END AS "otherwiseAt",
      CASE WHEN 'email' = ANY(i.channels) THEN m.email END AS email, CASE WHEN 'sms' = ANY(i.channels) THEN m.phone_number END AS "phoneNumber"
    FROM member_invite i JOIN member m ON m.id = i.member_id JOIN plan_subscription p ON p.id = i.plan_subscription_id
    JOIN parent_subscription c ON c.id = p.parent_subscription_id WHERE i.member_id = ${memberId} ORDER BY i.id DESC LIMIT 1`;
  if (!row) return null;
  const { email, phoneNumber, sentAt, expiresAt, takeUpUntil, otherwiseAt, ...rest } = row;
  const sentTo = [
    ...(email === null ? [] : [isMasked ? maskEmail(email) : email]),
    ...(phoneNumber === null ? [] : [isMasked ? maskPhone(phoneNumber) : phoneNumber]),
  ];
  return {
    ...rest,
    sentTo,
    sentAt: sentAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    takeUpUntil: takeUpUntil.toISOString(),
    otherwiseAt: otherwiseAt.toISOString(),
  };
}
