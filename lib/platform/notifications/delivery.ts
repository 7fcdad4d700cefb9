import { decrypt, SecretKeyMissing } from "../crypto";
import { transaction } from "../db";
import { sendJob } from "../jobs/queue";
import { log } from "../log";
import { withTrace } from "../outbound/trace";
import { DeliveryError, toDeliveryError } from "./delivery-error";
import { sendMail } from "./mail-provider";
import { contentContext, deliverJob, type MessageContent } from "./outbox";
import { type Outcome, settle } from "./settle";
import { sendSms } from "./sms-provider";

type Claimed = {
  id: string;
  channel: "sms" | "email" | "slack";
  recipient: string;
  payload: string;
  attempts: number;
  ageSeconds: number;
  tenant: string | null;
};

/** How often a message is tried, and the longest wait between two tries, in seconds. */
type Patience = { attempts: number; longestSeconds: number };

// What is useful for minutes only is tried for a quarter of an hour; news can wait a day for a provider that is out.
const ofUrgent: Patience = { attempts: 10, longestSeconds: 600 };
const ofNews: Patience = { attempts: 34, longestSeconds: 3600 };
const patienceOf = ({ usefulForSeconds }: MessageContent) => (usefulForSeconds === undefined ? ofNews : ofUrgent);
// Longer than any provider may take: until then nobody else touches the message.
const leaseSeconds = 60;

/** One statement, so that of two deliverers one gets the message. */
async function claim(id: string): Promise<Claimed | null> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Claimed[]>`
      UPDATE outbox_message SET attempts = attempts + 1, next_attempt_at = app_now() + make_interval(secs => ${leaseSeconds})
      WHERE id = ${id} AND state = 'pending' AND next_attempt_at <= app_now() AND payload IS NOT NULL
      RETURNING id, channel, recipient, payload, attempts, tenant, extract(epoch FROM app_now() - created_at)::int AS "ageSeconds"`,
  );
  return rows[0] ?? null;
}

function dispatch(message: Claimed, content: MessageContent, signal: AbortSignal | undefined): Promise<string> {
  if (message.channel === "sms") return sendSms(message.recipient, content.text, signal);
  if (message.channel === "email") return sendMail(message.id, { to: message.recipient, content }, signal);
  throw new Error("Slack messages come with the admin's alerts");
}

const end = (id: string, outcome: Outcome): Promise<void> => transaction("system", tx => settle(tx, id, outcome));

async function postpone(message: Claimed, error: DeliveryError, { longestSeconds }: Patience): Promise<void> {
  const delay = Math.min(Math.max(2 ** message.attempts, error.retryAfterSeconds ?? 0), longestSeconds);
  const how = { key: message.id, tenant: message.tenant, startAfterSeconds: delay };
  await transaction("system", async tx => {
    await tx.$executeRaw`
      UPDATE outbox_message SET error_code = ${error.code}, next_attempt_at = app_now() + make_interval(secs => ${delay})
      WHERE id = ${message.id} AND state = 'pending'`;
    await sendJob(tx, deliverJob, { id: message.id }, how);
  });
}

const keyMissing = "key_missing";

/** What a message says, or that its master key is not given here, where others may have it; null when it cannot be opened, and then it never can. */
function readContent(message: Claimed): MessageContent | typeof keyMissing | null {
  try {
    return JSON.parse(decrypt(message.payload, contentContext(message.id))) as MessageContent;
  } catch (thrown) {
    if (thrown instanceof SecretKeyMissing) return keyMissing;
    return null;
  }
}

/**
 * Sends one message if it is due and not being sent by somebody else. A passing failure is tried again with growing waits, a lasting one ends
 * it; a crash between sending and writing that down sends it again after a minute.
 */
export async function deliver(id: string, signal?: AbortSignal): Promise<void> {
  const message = await claim(id);
  if (!message) return;
  // The try was counted at the claim: a message that ends its process is not tried for ever.
  if (message.attempts > ofNews.attempts) return end(id, { errorCode: "gave_up" });
  const content = readContent(message);
  if (content === keyMissing) return postpone(message, new DeliveryError(keyMissing, true), ofNews);
  if (!content) return end(id, { errorCode: "unreadable" });
  if (content.usefulForSeconds !== undefined && message.ageSeconds > content.usefulForSeconds) {
    return end(id, { errorCode: "too_late" });
  }
  try {
    const providerId = await withTrace(id, () => dispatch(message, content, signal));
    await end(id, { providerId });
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
    await end(id, { errorCode: error.code });
  }
}
