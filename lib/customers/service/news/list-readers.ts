import type { Tx } from "@/lib/platform/db";
import type { Permission } from "../../schema/access";

/** Whom news of a customer reach: one of its people, as they chose, or an admin, who has no `memberId`. */
export type NewsReader = {
  userId: number;
  memberId: number | null;
  role: string | null;
  /** Unset where nobody confirmed it. */
  email: string | null;
  notifyBy: string[];
  may: string[];
};

/** Everybody whom news of this transaction's customer reach, with what their role may see. */
export const listReaders = (tx: Tx): Promise<NewsReader[]> =>
  tx.$queryRaw<NewsReader[]>`
    SELECT r.user_id AS "userId", r.member_id AS "memberId", m.role, r.email, r.notify_by AS "notifyBy",
      ARRAY(SELECT p.permission FROM customer_permission p
        WHERE p.customer_id = m.customer_id AND p.role = m.role AND p.is_allowed) AS may
    FROM customer_readers() r LEFT JOIN customer_user m ON m.id = r.member_id ORDER BY r.user_id, r.member_id`;

/** Is it one of the customer's people whose role may see this? */
export const maySee = ({ memberId, may }: NewsReader, permission: Permission): boolean =>
  memberId !== null && may.includes(permission);
