import type { Tx } from "../db";
import { env } from "../env";
import { giveBack, type Receipt } from "../rate-limit";
import { isRecipientsFault } from "./delivery-error";
import { codeKind } from "./outbox";

/** How a message ended: taken by the provider, or not. */
export type Outcome = { providerId: string } | { errorCode: string };

// Not sent on purpose: nobody failed.
const meant = new Set(["withheld", "replaced"]);

/** Ends of which sending again makes nothing better. */
export const lastingEnds: readonly string[] = ["withheld", "replaced", "unreadable", "too_late"];

/**
 * Ends a message; outside demo and test its content is wiped, unless it failed and may be sent again, and what it cost is given back unless it was sent or
 * cannot reach its recipient.
 */
export async function settle(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  const isSent = "providerId" in outcome;
  const providerId = isSent ? outcome.providerId : null;
  const errorCode = isSent ? null : outcome.errorCode;
  const isLasting = errorCode !== null && lastingEnds.includes(errorCode);
  const [ended] = await tx.$queryRaw<{ spent: Receipt[] | null }[]>`
    UPDATE outbox_message SET state = ${isSent ? "sent" : "failed"}::"OutboxState", provider_id = ${providerId},
      error_code = ${errorCode}, next_attempt_at = NULL, sent_at = CASE WHEN ${isSent} THEN app_now() END,
      payload = CASE WHEN ${env.appEnv === "production"} AND (${isSent} OR kind = ${codeKind} OR channel = 'slack' OR ${isLasting}) THEN NULL ELSE payload END
    WHERE id = ${id} AND state = 'pending' RETURNING spent`;
  // Who never got the message has not used up what it cost.
  if (ended?.spent && errorCode !== null && !isRecipientsFault(errorCode)) await giveBack(tx, ended.spent);
}

/** Takes a message back that has not left yet, because a newer one says what it said; one that has left stays as it is. */
export async function withdrawMessage(tx: Tx, dedupeKey: string): Promise<void> {
  const waiting = await tx.outboxMessage.findFirst({ where: { dedupeKey, state: "pending" }, select: { id: true } });
  if (waiting) await settle(tx, waiting.id, { errorCode: "replaced" });
}

/** Did we, and not its recipient, fail for good to deliver the message of this key? */
export async function wasLost(tx: Tx, dedupeKey: string): Promise<boolean> {
  const message = await tx.outboxMessage.findUnique({ where: { dedupeKey }, select: { state: true, errorCode: true } });
  if (message?.state !== "failed" || message.errorCode === null) return false;
  return !meant.has(message.errorCode) && !isRecipientsFault(message.errorCode);
}
