import { type Tx, transaction } from "../../db";
import { AppError } from "../../errors";
import { spendTest } from "../../outbound/key-test";
import type { OutboundError } from "../../outbound/outbound-error";
import { deliver, unasked } from "../deliver";
import { moment, newMessageId, payload, sendSoon } from "../enqueue";
import { getMessageIn } from "../queries";
import { type MessageView, testEvent, type WebhookTestView } from "../schema";
import { holdWebhook, requireOn } from "./lock";
import { type By, noteWebhook } from "./note";

async function accountOf(tx: Tx, id: string): Promise<string> {
  const found = await tx.webhookMessage.findUnique({ where: { id }, select: { accountId: true } });
  if (!found) throw new AppError("not_found");
  return found.accountId;
}

/**
 * Sends a message again under its id, as if it had just been written: it is tried for a day. One that still waits is left to its turn. Throws `not_found`,
 * and `illegal_transition` where the webhook is off.
 */
export const replayMessage = (by: By, id: string): Promise<MessageView> =>
  transaction("system", async tx => {
    const accountId = await accountOf(tx, id);
    requireOn(await holdWebhook(tx, accountId));
    const done = await tx.$executeRaw`
      UPDATE webhook_message SET state = 'pending', attempts = 0, replayed_at = app_now(), next_attempt_at = app_now(), ended_at = NULL,
        leased_until = NULL, tried_since = NULL
      WHERE id = ${id} AND account_id = ${accountId} AND state <> 'pending'`;
    const message = await getMessageIn(tx, accountId, id);
    if (done === 0) return message;
    await sendSoon(tx, id, accountId);
    await noteWebhook(tx, by, "replayed", accountId, { message: id });
    return message;
  });

/** Writes a test message that nobody's job will send before we have. */
const writeTest = (by: By, accountId: string): Promise<string> =>
  transaction("system", async tx => {
    requireOn(await holdWebhook(tx, accountId));
    const id = newMessageId();
    await tx.$executeRaw`
      INSERT INTO webhook_message (id, account_id, event, payload, next_attempt_at, created_at)
      VALUES (${id}, ${accountId}, ${testEvent}, ${payload(testEvent, {})}, app_now(), ${moment})`;
    await noteWebhook(tx, by, "tested", accountId, { message: id });
    return id;
  });

/** How a test message failed, by the name of its text. */
type Fault = "redirect" | "status" | "timeout" | "refused" | "unreached";

function faultOf({ reason, status }: OutboundError): Fault {
  if (reason === "redirect") return "redirect";
  if (status !== undefined) return "status";
  if (reason === "timeout") return "timeout";
  return reason === "refused_address" ? "refused" : "unreached";
}

/** What a test message came to. */
export type WebhookTest = Omit<WebhookTestView, "message"> & { fault: Fault | null };

/**
 * Sends a test message at once; it is in the log, and is not tried again. Throws `rate_limited`, `not_found`, `illegal_transition` where the webhook is off, and
 * `unavailable` where nobody was asked, which leaves no message.
 */
export async function testWebhook(by: By, accountId: string): Promise<WebhookTest> {
  await spendTest(`webhook-test:${accountId}`);
  const id = await writeTest(by, accountId);
  const done = await deliver(id, { isWatched: true });
  if (!done) throw new AppError("unavailable", { retryAfterSeconds: 60 });
  const { result } = done;
  if ("failure" in result && unasked.has(result.failure.reason)) {
    await transaction("system", tx => tx.webhookMessage.deleteMany({ where: { id } }));
    throw new AppError("unavailable", { retryAfterSeconds: Math.ceil(result.failure.retryAfterSeconds ?? 60) });
  }
  const told = { responseTimeMs: Math.round(done.tookMs) };
  if (!("failure" in result))
    return { ok: true, class: null, fault: null, status: result.status, retryAfter: null, ...told };
  const { kind, status = null, retryAfterSeconds = null } = result.failure;
  return { ok: false, class: kind, fault: faultOf(result.failure), status, retryAfter: retryAfterSeconds, ...told };
}
