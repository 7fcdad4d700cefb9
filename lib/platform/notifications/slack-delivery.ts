import { randomToken } from "../crypto";
import { type Tx, transaction } from "../db";
import { sendJob } from "../jobs/queue";
import { log } from "../log";
import { OutboundError } from "../outbound/outbound-error";
import { withTrace } from "../outbound/trace";
import { delayAfter, keyMissing, leaseSeconds, ofNews, readContent } from "./attempt";
import { DeliveryError, toDeliveryError } from "./delivery-error";
import { deliverJob } from "./outbox";
import { settle } from "./settle";
import { type SlackWay, slackWay } from "./slack";
import { type Sent, sendFrom } from "./slack-sending";
import { toMrkdwn } from "./slack-text";
import { type Pending, type Post, planTopic } from "./slack-topic";
import { noteTry } from "./tries";

// A call waits at most thirty seconds for its seat and takes fifteen: it ends well before another may take the topic.
const callMs = 50_000;

/** The topic of a message that is not delivered yet; null for one that has none. */
export async function findTopic(id: string): Promise<string | null> {
  const [row] = await transaction(
    "system",
    tx =>
      tx.$queryRaw<{ topic: string | null }[]>`SELECT topic FROM outbox_message WHERE id = ${id} AND state = 'pending'`,
  );
  return row?.topic ?? null;
}

/** One statement, so that of two deliverers one holds the topic; false while somebody does, or when nothing is due. */
async function takeTopic(topic: string, holder: string): Promise<boolean> {
  const taken = await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE slack_post SET holder = ${holder}, until = app_now() + make_interval(secs => ${leaseSeconds})
      WHERE topic = ${topic} AND (until IS NULL OR until <= app_now())
        AND EXISTS (SELECT FROM outbox_message WHERE topic = ${topic} AND state = 'pending' AND next_attempt_at <= app_now())`,
  );
  return taken === 1;
}

const leaveTopic = (topic: string, holder: string) =>
  transaction(
    "system",
    tx =>
      tx.$executeRaw`UPDATE slack_post SET holder = NULL, until = NULL WHERE topic = ${topic} AND holder = ${holder}`,
  );

/**
 * Sends whatever is due of a topic, in its order, unless somebody else does. Who comes meanwhile may go: what it came for is seen when the topic is
 * left and looked at once more.
 */
export async function deliverTopic(topic: string, signal?: AbortSignal): Promise<void> {
  const holder = randomToken(9);
  while (!signal?.aborted && (await takeTopic(topic, holder))) {
    try {
      while (!signal?.aborted && (await deliverNext({ topic, holder, signal })));
    } finally {
      await leaveTopic(topic, holder);
    }
  }
}

type Turn = { topic: string; holder: string; signal: AbortSignal | undefined };
type Claimed = { way: SlackWay; head: Pending; folded: readonly Pending[]; post: Post };

/** Holds the topic for as long again; null when another has it. */
async function stay(tx: Tx, { topic, holder }: Turn): Promise<Post | null> {
  const [post] = await tx.$queryRaw<Post[]>`
    UPDATE slack_post SET until = app_now() + make_interval(secs => ${leaseSeconds})
    WHERE topic = ${topic} AND holder = ${holder} AND until > app_now() RETURNING shown, channel, ts`;
  return post ?? null;
}

/** Takes the next message of a topic; ends those that it makes superfluous, and lets what must wait for another wait as long as that. */
async function claimNext(tx: Tx, turn: Turn): Promise<Claimed | null> {
  const post = await stay(tx, turn);
  if (!post) return null;
  const { topic } = turn;
  const pending = await tx.$queryRaw<Pending[]>`
    SELECT id, sequence, is_reply AS "isReply", payload, attempts, next_attempt_at <= app_now() AS "isDue", next_attempt_at AS "nextAttemptAt"
    FROM outbox_message WHERE topic = ${topic} AND state = 'pending' ORDER BY sequence, is_reply`;
  const way = slackWay();
  const { head, folded, replaced } = planTopic(pending, post, way?.kind ?? "bot");
  for (const { id } of replaced) await settle(tx, id, { errorCode: "replaced" });
  if (!head) return null;
  if (!head.isDue) {
    await tx.$executeRaw`
      UPDATE outbox_message SET next_attempt_at = ${head.nextAttemptAt} WHERE topic = ${topic} AND state = 'pending' AND next_attempt_at < ${head.nextAttemptAt}`;
    return null;
  }
  if (!way) {
    await settle(tx, head.id, { errorCode: "not_configured" });
    return claimNext(tx, turn);
  }
  await tx.$executeRaw`
    UPDATE outbox_message SET attempts = attempts + 1, next_attempt_at = app_now() + make_interval(secs => ${leaseSeconds}) WHERE id = ${head.id}`;
  return { way, head: { ...head, attempts: head.attempts + 1 }, folded, post };
}

/** Writes down what was sent, and where the topic's message is; one that has lost the topic changes nothing of that. */
const writeDown = ({ topic, holder }: Turn, { head, folded }: Claimed, { place, providerId }: Sent) =>
  transaction("system", async tx => {
    await noteTry(tx, head.id, null);
    for (const { id } of [head, ...folded]) await settle(tx, id, { providerId });
    if (head.isReply) return;
    await tx.$executeRaw`
      UPDATE slack_post SET shown = greatest(shown, ${head.sequence}), channel = ${place?.channel ?? null}, ts = ${place?.ts ?? null}
      WHERE topic = ${topic} AND holder = ${holder}`;
  });

/** Lets a message wait; what comes after it in its topic is found to wait with it. */
const postpone = ({ head }: Claimed, error: DeliveryError) =>
  transaction("system", async tx => {
    const delay = delayAfter(head.attempts, error, ofNews);
    await noteTry(tx, head.id, error.code);
    await tx.$executeRaw`
      UPDATE outbox_message SET error_code = ${error.code}, next_attempt_at = app_now() + make_interval(secs => ${delay}) WHERE id = ${head.id}`;
    await sendJob(tx, deliverJob, { id: head.id }, { key: head.id, startAfterSeconds: delay });
  });

/** Tries the next message of a topic; false when there is nothing more to do for now. */
async function deliverNext(turn: Turn): Promise<boolean> {
  const claimed = await transaction("system", tx => claimNext(tx, turn));
  if (!claimed) return false;
  const { head } = claimed;
  try {
    const sent = await withTrace(head.id, () => send(claimed, turn.signal));
    await writeDown(turn, claimed, sent);
    return true;
  } catch (thrown) {
    const error = toDeliveryError(thrown);
    log.warn({ message: head.id, channel: "slack", reason: error.code, attempt: head.attempts }, "message not sent");
    if ((error.isPassing || wasStopped(thrown)) && head.attempts < ofNews.attempts) {
      await postpone(claimed, error);
      return true;
    }
    await transaction("system", async tx => {
      await noteTry(tx, head.id, error.code);
      await settle(tx, head.id, { errorCode: error.code });
    });
    return true;
  }
}

// Who is told to stop in the middle leaves the message to the next one.
const wasStopped = (thrown: unknown) => thrown instanceof OutboundError && thrown.reason === "cancelled";

function send({ way, head, folded, post }: Claimed, given: AbortSignal | undefined): Promise<Sent> {
  // The try was counted at the claim: a message that ends its process is not tried for ever.
  if (head.attempts > ofNews.attempts) throw new DeliveryError("gave_up", false);
  const [text, ...others] = [head, ...folded].map(textOf);
  const deadline = AbortSignal.timeout(callMs);
  const signal = given ? AbortSignal.any([given, deadline]) : deadline;
  return sendFrom(way, { id: head.id, text: [text, ...others].join("\n"), isReply: head.isReply, post }, signal);
}

function textOf(message: Pending): string {
  const content = readContent(message);
  if (content === keyMissing) throw new DeliveryError(keyMissing, true);
  if (!content) throw new DeliveryError("unreadable", false);
  return toMrkdwn(content.text);
}
