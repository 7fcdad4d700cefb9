import { Prisma, statement, type Tx } from "../../db";

// More than that nobody counts, and the bell says "99+".
const mostCounted = 100;

const counting = (userId: number) => Prisma.sql`
  SELECT count(*)::int AS unread FROM (SELECT FROM notice WHERE user_id = ${userId} AND read_at IS NULL LIMIT ${mostCounted}) AS counted`;

type Counted = { unread: number };
const toNumber = ([row]: Counted[]): number => row?.unread ?? 0;

/** How many notices a person has not read, in a transaction that is there; a hundred stands for more. */
export const countUnreadIn = async (tx: Tx, userId: number): Promise<number> =>
  toNumber(await tx.$queryRaw<Counted[]>(counting(userId)));

/** How many notices a person has not read; a hundred stands for more. */
export const countUnread = async (userId: number): Promise<number> =>
  toNumber(await statement<Counted>(counting(userId)));
