import type { Tx } from "../../db";
import { AppError } from "../../errors";

/** What of a webhook decides whether it may be changed; `secret` is closed. */
export type Held = { secret: string; isChanging: boolean; isOff: boolean };
type Row = { isClosed: boolean; isChanging: boolean; isOff: boolean; secret: string | null };

/** Holds an account with its webhook, null where it has none. Throws `not_found` where there is no such account, and `illegal_transition` for a closed one. */
export async function holdAccount(tx: Tx, accountId: string): Promise<Held | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT a.disabled_at IS NOT NULL AS "isClosed", w.disabled_at IS NOT NULL AS "isOff", w.secret,
      coalesce(w.previous_until > app_now(), false) AS "isChanging"
    FROM partner_account a LEFT JOIN partner_webhook w ON w.account_id = a.id WHERE a.id = ${accountId} FOR NO KEY UPDATE OF a`;
  if (!row) throw new AppError("not_found");
  if (row.isClosed) throw new AppError("illegal_transition", { message: "partnerDisabled" });
  return row.secret === null ? null : { secret: row.secret, isChanging: row.isChanging, isOff: row.isOff };
}

/** The same of an account that has a webhook. Throws `not_found` where it has none. */
export async function holdWebhook(tx: Tx, accountId: string): Promise<Held> {
  const held = await holdAccount(tx, accountId);
  if (!held) throw new AppError("not_found");
  return held;
}

/** Throws `illegal_transition` for a webhook that is switched off. */
export function requireOn({ isOff }: Held): void {
  if (isOff) throw new AppError("illegal_transition", { message: "webhookOff" });
}
