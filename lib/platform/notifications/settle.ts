import { Prisma, type Tx } from "../db";
import { env } from "../env";
import { giveBack, type Receipt } from "../rate-limit";
import { isRecipientsFault } from "./delivery-error";
import { isOnceOnly } from "./outbox";

/** How a message ended: taken by the provider, or not. */
export type Outcome = { providerId: string } | { errorCode: string };

// Not sent on purpose: nobody failed.
const meant = new Set(["withheld", "replaced", "over"]);

// Sending again makes nothing better.
const lastingEnds: readonly string[] = ["withheld", "replaced", "over", "unreadable", "too_late"];

const wipes = () => env.appEnv === "production";

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
    UPDATE outbox_message m SET state = ${isSent ? "sent" : "failed"}::"OutboxState", provider_id = ${providerId},
      error_code = ${errorCode}, next_attempt_at = NULL, sent_at = CASE WHEN ${isSent} THEN app_now() END,
      payload = CASE WHEN ${wipes()} AND (${isSent} OR ${isOnceOnly} OR m.channel = 'slack' OR ${isLasting}) THEN NULL ELSE m.payload END
    WHERE m.id = ${id} AND m.state = 'pending' RETURNING m.spent`;
  // Who never got the message has not used up what it cost.
  if (ended?.spent && errorCode !== null && !isRecipientsFault(errorCode)) await giveBack(tx, ended.spent);
}

/** Can a message (`m`) be sent again? It failed, what it says is kept, and it is none that is sent once. What goes to Slack is told anew by what comes next. */
export const canRetry = Prisma.sql`(m.state = 'failed' AND m.payload IS NOT NULL AND m.channel <> 'slack' AND NOT ${isOnceOnly}
  AND NOT coalesce(m.error_code, '') = ANY(${lastingEnds}::text[]))`;

/** Sends failed messages never again, for a reason that lasts. */
export const closeFailed = (tx: Tx, which: Prisma.Sql, because: Withdrawal | "too_late"): Promise<number> =>
  tx.$executeRaw`
    UPDATE outbox_message m SET error_code = ${because}, payload = CASE WHEN ${wipes()} THEN NULL ELSE m.payload END
    WHERE ${which} AND ${canRetry}`;

/** Why a message is taken back: a newer one says what it said, or what it is about is over. */
export type Withdrawal = "replaced" | "over";

/** Takes a message back that has not left yet; one that failed is not sent again then. One that has left stays as it is. */
export async function withdrawMessage(tx: Tx, dedupeKey: string, because: Withdrawal = "replaced"): Promise<void> {
  // First what failed: where somebody sends it again just now, this waits for them, and then it is one that has not left.
  await closeFailed(tx, Prisma.sql`m.dedupe_key = ${dedupeKey}`, because);
  const waiting = await tx.outboxMessage.findFirst({ where: { dedupeKey, state: "pending" }, select: { id: true } });
  if (waiting) await settle(tx, waiting.id, { errorCode: because });
}

/** Did we, and not its recipient, fail for good to deliver the message of this key? */
export async function wasLost(tx: Tx, dedupeKey: string): Promise<boolean> {
  const message = await tx.outboxMessage.findUnique({ where: { dedupeKey }, select: { state: true, errorCode: true } });
  if (message?.state !== "failed" || message.errorCode === null) return false;
  return !meant.has(message.errorCode) && !isRecipientsFault(message.errorCode);
}
