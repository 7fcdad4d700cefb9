import type { Tx } from "../db";

// Enough to keep up at every pass, little enough to be over in a moment.
const most = 5000;

/** Removes messages that were delivered, or given up, thirty days ago; returns how many. */
export const purgeMessages = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM outbox_message WHERE id IN (
      SELECT id FROM outbox_message WHERE created_at < app_now() - interval '30 days' AND state <> 'pending'
      ORDER BY created_at LIMIT ${most})`;

/** Forgets topics of which nobody has told anything for thirty days; one that is told of again begins anew. Returns how many. */
export const purgeTopics = (tx: Tx): Promise<number> =>
  tx.$executeRaw`
    DELETE FROM slack_topic t WHERE written_at < app_now() - interval '30 days'
      AND NOT EXISTS (SELECT FROM outbox_message m WHERE m.topic = t.topic AND m.state = 'pending')`;
