import { transaction } from "../db";
import { sendJob } from "../jobs/queue";
import { log } from "../log";
import { withTrace } from "../outbound/trace";
import {
  delayAfter,
  isTooLate,
  keyMissing,
  leaseSeconds,
  ofNews,
  type Patience,
  patienceOf,
  readContent,
} from "./attempt";
import { DeliveryError, toDeliveryError } from "./delivery-error";
import { sendMail } from "./mail-provider";
import { deliverJob, type MessageContent } from "./outbox";
import { type Outcome, settle } from "./settle";
import { deliverTopic, findTopic } from "./slack-delivery";
import { sendSms } from "./sms-provider";
import { noteTry } from "./tries";

type Claimed = {
  id: string;
  channel: "sms" | "email";
  recipient: string;
  payload: string;
  attempts: number;
  ageSeconds: number;
  tenant: string | null;
};

/** One statement, so that of two deliverers one gets the message. */
async function claim(id: string): Promise<Claimed | null> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Claimed[]>`
      UPDATE outbox_message SET attempts = attempts + 1, next_attempt_at = app_now() + make_interval(secs => ${leaseSeconds})
      WHERE id = ${id} AND channel <> 'slack' AND state = 'pending' AND next_attempt_at <= app_now() AND payload IS NOT NULL
      RETURNING id, channel, recipient, payload, attempts, tenant, extract(epoch FROM app_now() - created_at)::int AS "ageSeconds"`,
  );
  return rows[0] ?? null;
}

function dispatch(message: Claimed, content: MessageContent, signal: AbortSignal | undefined): Promise<string> {
  if (message.channel === "sms") return sendSms(message.recipient, content.text, signal);
  return sendMail(message.id, { to: message.recipient, content }, signal);
}

const end = (id: string, outcome: Outcome): Promise<void> => transaction("system", tx => settle(tx, id, outcome));

/** Ends a message with the try that was made just now. */
const endTry = (id: string, outcome: Outcome): Promise<void> =>
  transaction("system", async tx => {
    await noteTry(tx, id, "errorCode" in outcome ? outcome.errorCode : null);
    await settle(tx, id, outcome);
  });

async function postpone(message: Claimed, error: DeliveryError, patience: Patience): Promise<void> {
  const delay = delayAfter(message.attempts, error, patience);
  const how = { key: message.id, tenant: message.tenant, startAfterSeconds: delay };
  await transaction("system", async tx => {
    await noteTry(tx, message.id, error.code);
    await tx.$executeRaw`
      UPDATE outbox_message SET error_code = ${error.code}, next_attempt_at = app_now() + make_interval(secs => ${delay})
      WHERE id = ${message.id} AND state = 'pending'`;
    await sendJob(tx, deliverJob, { id: message.id }, how);
  });
}

/**
 * Sends one message if it is due and not being sent by somebody else. A passing failure is tried again with growing waits, a lasting one ends
 * it; a crash between sending and writing that down sends it again after a minute. A message of Slack goes with whatever is due of its topic.
 */
export async function deliver(id: string, signal?: AbortSignal): Promise<void> {
  const message = await claim(id);
  if (!message) {
    const topic = await findTopic(id);
    return topic === null ? undefined : deliverTopic(topic, signal);
  }
  // The try was counted at the claim: a message that ends its process is not tried for ever.
  if (message.attempts > ofNews.attempts) return end(id, { errorCode: "gave_up" });
  const content = readContent(message);
  if (content === keyMissing) return postpone(message, new DeliveryError(keyMissing, true), ofNews);
  if (!content) return end(id, { errorCode: "unreadable" });
  if (isTooLate(content, message.ageSeconds)) return end(id, { errorCode: "too_late" });
  try {
    const providerId = await withTrace(id, () => dispatch(message, content, signal));
    await endTry(id, { providerId });
  } catch (thrown) {
    const error = toDeliveryError(thrown);
    log.warn(
      { message: id, channel: message.channel, reason: error.code, attempt: message.attempts },
      "message not sent",
    );
    // Who is told to stop in the middle leaves the message to the next one.
    const mayPass = error.isPassing || signal?.aborted;
    const patience = patienceOf(content);
    if (mayPass && message.attempts < patience.attempts) return postpone(message, error, patience);
    await endTry(id, { errorCode: error.code });
  }
}
