import { type Tx, transaction } from "../../db";

// More than that nobody counts, and the bell says "99+".
const mostCounted = 100;

/** How many notices a person has not read, in a transaction that is there; a hundred stands for more. */
export async function countUnreadIn(tx: Tx, userId: number): Promise<number> {
  const [row] = await tx.$queryRaw<{ unread: number }[]>`
    SELECT count(*)::int AS unread FROM (SELECT FROM notice WHERE user_id = ${userId} AND read_at IS NULL LIMIT ${mostCounted}) AS counted`;
  return row?.unread ?? 0;
}

/** How many notices a person has not read; a hundred stands for more. */
export const countUnread = (userId: number): Promise<number> => transaction("system", tx => countUnreadIn(tx, userId));
