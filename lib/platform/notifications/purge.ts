import type { Tx } from "../db";

// Enough to keep up at every pass, little enough to be over in a moment.
const most = 5000;

/** Removes messages that were delivered, or given up, thirty days ago; returns how many. */
export const purgeMessages = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM outbox_message WHERE id IN (
      SELECT id FROM outbox_message WHERE created_at < app_now() - interval '30 days' AND state <> 'pending'
      ORDER BY created_at LIMIT ${most})`;
