import { Prisma, type Tx, transaction } from "../db";
import { AppError } from "../errors";
import { isWanted } from "../preferences/wants";
import { choiceOf } from "./choice";
import { countUnread } from "./queries/unread";

/** Something for one person to know: a kind of `notices.json` with what its text names, and where to go. */
export type NewNotice = {
  userId: number;
  /** The store that it tells of. */
  storeId: number | null;
  /** Or the customer. */
  customerId?: number;
  kind: string;
  values: Record<string, string | number>;
  href: string;
  /** A second notice with the same key is not written. */
  dedupeKey?: string;
};

/** Puts a notice under somebody's bell, in the transaction of what it tells of, unless they want no such notices. */
export async function writeNotice(tx: Tx, notice: NewNotice): Promise<void> {
  const { userId, storeId, customerId = null, kind, values, href, dedupeKey = null } = notice;
  const choice = choiceOf(kind, values);
  await tx.$executeRaw`
    INSERT INTO notice (user_id, store_id, customer_id, kind, values, href, created_at, dedupe_key)
    SELECT ${userId}, ${storeId}, ${customerId}, ${kind}, ${JSON.stringify(values)}::jsonb, ${href}, app_now(), ${dedupeKey}
    WHERE ${choice ? isWanted(userId, choice) : Prisma.sql`true`}
    ON CONFLICT (dedupe_key) DO NOTHING`;
}

/** Marks a person's notices up to this one as read; twice gives the same. */
export async function readNotices(userId: number, upTo: number): Promise<{ unread: number }> {
  await transaction(
    "system",
    tx =>
      tx.$executeRaw`UPDATE notice SET read_at = app_now() WHERE user_id = ${userId} AND id <= ${upTo} AND read_at IS NULL`,
  );
  return { unread: await countUnread(userId) };
}

/** Marks one notice of a person's as read; when it was first read is kept. Throws `not_found` for anybody else's. */
export async function readNotice(userId: number, id: number): Promise<void> {
  const found = await transaction(
    "system",
    tx =>
      tx.$executeRaw`UPDATE notice SET read_at = coalesce(read_at, app_now()) WHERE user_id = ${userId} AND id = ${id}`,
  );
  if (found === 0) throw new AppError("not_found");
}

// Enough to keep up at every pass, little enough to be over in a moment.
const most = 5000;

/** Notices go after half a year; returns how many. */
export const purgeNotices = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM notice WHERE id IN (
      SELECT id FROM notice WHERE created_at < app_now() - interval '180 days' ORDER BY created_at LIMIT ${most})`;
