import type { Tx } from "../../db";
import { enqueueMessage } from "../../notifications/outbox";
import { slackWay, tellSlack } from "../../notifications/slack";
import { listReachableAdmins, listTextableAdmins } from "../admins";
import { testWords } from "../messages";
import type { ArrivalView, RuleKind } from "../schema";

// A test's messages are numbered, so that they are found by their keys.
const most = 100;

/**
 * Writes a test of a rule by every channel that it tells by (and mail always), one topic once: a second call with the topic writes nothing. Answers how
 * many messages there are.
 */
export async function writeTestAlert(
  tx: Tx,
  { kind, channels, topic }: { kind: RuleKind; channels: readonly string[]; topic: string },
): Promise<number> {
  const written = await findArrival(tx, topic);
  if (written.length > 0) return written.length;
  const { mail, text, slack } = await testWords(kind);
  const mails = (await listReachableAdmins(tx)).map(({ email }) => ({
    channel: "email" as const,
    recipient: email,
    ...mail,
  }));
  const texted = channels.includes("sms") ? await listTextableAdmins(tx) : [];
  const texts = texted.map(({ phoneNumber }) => ({ channel: "sms" as const, recipient: phoneNumber, text }));
  const messages = [...mails, ...texts].slice(0, most - 1);
  for (const [place, message] of messages.entries())
    await enqueueMessage(tx, { ...message, dedupeKey: `${topic}:${place + 1}` });
  const isToldInSlack = channels.includes("slack") && slackWay() !== null;
  if (isToldInSlack) await tellSlack(tx, { topic, text: slack, dedupeKey: `${topic}:0` });
  return messages.length + (isToldInSlack ? 1 : 0);
}

/** How far the messages of a test have come. `seconds` from being written to being taken by the other side (SMTP 250, provider's 2xx); null until then. */
export const findArrival = (tx: Tx, topic: string): Promise<ArrivalView[]> =>
  tx.$queryRaw<ArrivalView[]>`
    SELECT id, channel::text AS channel, CASE state WHEN 'sent' THEN 'arrived' ELSE state::text END AS state,
      extract(epoch FROM sent_at - created_at)::float AS seconds, error_code AS error
    FROM outbox_message WHERE dedupe_key = ANY(SELECT ${topic} || ':' || place FROM generate_series(0, ${most}::int) AS place)
    ORDER BY channel, id`;
