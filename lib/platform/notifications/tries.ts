import type { Tx } from "../db";

/** Writes down how one try to send a message ended; null is sent. Of a message that was erased meanwhile nothing is. */
export const noteTry = (tx: Tx, id: string, errorCode: string | null): Promise<number> =>
  tx.$executeRaw`
    INSERT INTO outbox_try (message_id, at, error_code) SELECT id, app_now(), ${errorCode} FROM outbox_message WHERE id = ${id} FOR KEY SHARE`;
