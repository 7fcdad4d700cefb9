import { audit } from "../audit";
import { Prisma, type Tx, transaction } from "../db";
import { sendJob } from "../jobs/queue";
import { raiseAlert } from "../notifications/alert";
import type { OutboundError } from "../outbound/outbound-error";
import { type Claimed, type Destination, giveUpPending } from "./claim";
import { deliverJob, tenantOf } from "./enqueue";
import { delayAfter } from "./retry";
import { testEvent } from "./schema";

/** What an attempt came to: a status of 2xx, or why not. */
export type Result = { status: number } | { failure: OutboundError };

/** An attempt that was made, how long it took and what it came to. */
export type Attempt = { message: Claimed; to: Destination; tookMs: number; result: Result };

const statusOf = (result: Result) => ("status" in result ? result.status : (result.failure.status ?? null));
const classOf = (result: Result) => ("failure" in result ? result.failure.kind : null);

const log = (tx: Tx, { message, tookMs, result }: Attempt) => tx.$executeRaw`
  INSERT INTO webhook_attempt (message_id, at, took_ms, status, error_class, is_by_hand)
  VALUES (${message.id}, ${message.at}::timestamptz, ${Math.round(tookMs)}, ${statusOf(result)}, ${classOf(result)}, ${message.isByHand})`;

// Whoever got it has it, also from somebody whose lease was over, and when it was given up meanwhile; who wants it again since then gets it again.
const deliver = (tx: Tx, { id, replayedAt }: Claimed) => tx.$executeRaw`
  UPDATE webhook_message SET state = 'delivered', ended_at = app_now(), next_attempt_at = NULL, leased_until = NULL
  WHERE id = ${id} AND state <> 'delivered' AND replayed_at IS NOT DISTINCT FROM ${replayedAt}::timestamptz`;

// By its lease, since the count of attempts begins anew when it is sent again by hand.
const isOurs = ({ id, lease }: Claimed) =>
  Prisma.sql`id = ${id} AND state = 'pending' AND leased_until = ${lease}::timestamptz`;

const giveUp = (tx: Tx, message: Claimed) => tx.$executeRaw`
  UPDATE webhook_message SET state = 'failed', ended_at = app_now(), next_attempt_at = NULL, leased_until = NULL
  WHERE ${isOurs(message)}`;

/** Puts a message off; one that was not tried counts no attempt, and its day has not begun by that. */
async function putOff(tx: Tx, message: Claimed, seconds: number, wasTried = true): Promise<void> {
  const { id, accountId } = message;
  const attempts = wasTried ? message.attempts : message.attempts - 1;
  const done = await tx.$executeRaw`
    UPDATE webhook_message SET attempts = ${attempts}, next_attempt_at = app_now() + make_interval(secs => ${seconds}), leased_until = NULL,
      tried_since = CASE WHEN ${attempts}::int > 0 THEN tried_since END
    WHERE ${isOurs(message)}`;
  const how = { key: id, tenant: tenantOf(accountId), startAfterSeconds: Math.ceil(seconds) };
  if (done === 1) await sendJob(tx, deliverJob, { id }, how);
}

const tell = (tx: Tx, { accountId, event }: Claimed, why: "gone" | "gave_up") =>
  raiseAlert(tx, { rule: "failed_webhooks", subject: accountId, detail: { why, event } });

// The address says itself that nobody is there any more. One that was changed meanwhile says nothing of the new one.
async function switchOff(tx: Tx, message: Claimed, { url }: Destination): Promise<boolean> {
  const { accountId } = message;
  const done = await tx.$executeRaw`
    UPDATE partner_webhook SET disabled_at = app_now() WHERE account_id = ${accountId} AND url = ${url} AND disabled_at IS NULL`;
  if (done === 0) return false;
  await giveUpPending(tx, accountId);
  await tell(tx, message, "gone");
  const subject = { kind: "partner", id: accountId };
  await audit(tx, { action: "partner.webhook_gone", actor: { kind: "system" }, subject, detail: { status: 410 } });
  return true;
}

const asksToWait = new Set([429, 503]);

async function fail(tx: Tx, { message, to }: Attempt, { status, retryAfterSeconds }: OutboundError): Promise<void> {
  // Whoever tries an address looks at it now.
  if (message.event === testEvent) return void (await giveUp(tx, message));
  if (status === 410 && (await switchOff(tx, message, to))) return;
  const asked = status !== undefined && asksToWait.has(status) ? retryAfterSeconds : undefined;
  const delay = delayAfter({ ...message, retryAfterSeconds: asked });
  if (delay !== null) return putOff(tx, message, delay);
  if ((await giveUp(tx, message)) === 1) await tell(tx, message, "gave_up");
}

/** Writes an attempt down with what follows from it: delivered, tried again later, given up after a day, or the webhook switched off. */
export const settle = (attempt: Attempt): Promise<void> =>
  transaction("system", async tx => {
    const { message, result } = attempt;
    await log(tx, attempt);
    if ("failure" in result) await fail(tx, attempt, result.failure);
    else await deliver(tx, message);
  });

/** Puts off what nobody was asked: no attempt is written down, and the time it is tried for goes on. */
export const postpone = (message: Claimed, { seconds, counts }: { seconds: number; counts: boolean }): Promise<void> =>
  transaction("system", async tx => {
    const delay = counts ? delayAfter({ ...message, retryAfterSeconds: seconds }) : seconds;
    if (message.event !== testEvent && delay !== null) await putOff(tx, message, delay, counts);
    else if ((await giveUp(tx, message)) === 1 && message.event !== testEvent) await tell(tx, message, "gave_up");
  });

/** Gives up what can never be signed, and tells the admins of the secret. */
export const giveUpUnsigned = (message: Claimed): Promise<void> =>
  transaction("system", async tx => {
    await giveUp(tx, message);
    const detail = { row: message.accountId };
    await raiseAlert(tx, { rule: "unreadable_secret", subject: "partner_webhook", detail });
  });
