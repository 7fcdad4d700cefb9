import type { Tx } from "../../db";
import { enqueueMessage } from "../../notifications/outbox";
import { slackWay, tellSlack } from "../../notifications/slack";
import { listReachableAdmins, listTextableAdmins } from "../admins";
import { testWords } from "../messages";
import type { ArrivalView, RuleKind } from "../schema";
import { textAdmins } from "../texts";

// A test's messages are numbered, so that they are found by their keys.
const most = 100;

/**
 * Writes a test of a rule by every channel out of here that it tells by (and mail always), one topic once: a second call with the topic writes nothing. The
 * bell is a row of ours and not tested, and nobody's phone rings more often for tests than for alerts. Answers how many messages there are.
 */
export async function writeTestAlert(
  tx: Tx,
  { kind, channels, topic }: { kind: RuleKind; channels: readonly string[]; topic: string },
): Promise<number> {
  const written = await findArrival(tx, topic);
  if (written.length > 0) return written.length;
  const { mail, text, slack } = await testWords(kind);
  const mailed = (await listReachableAdmins(tx)).slice(0, most - 1);
  for (const [place, { email }] of mailed.entries())
    await enqueueMessage(tx, { channel: "email", recipient: email, ...mail, dedupeKey: `${topic}:${place + 1}` });
  const texted = channels.includes("sms") ? (await listTextableAdmins(tx)).slice(0, most - 1 - mailed.length) : [];
  const places = new Map(texted.map(({ id }, place) => [id, mailed.length + place + 1]));
  const keyOf = (id: number) => `${topic}:${places.get(id)}`;
  const texts = await textAdmins(tx, texted, { about: "test", text, keyOf });
  const isToldInSlack = channels.includes("slack") && slackWay() !== null;
  if (isToldInSlack) await tellSlack(tx, { topic, text: slack, dedupeKey: `${topic}:0` });
  return mailed.length + texts + (isToldInSlack ? 1 : 0);
}

/** How far the messages of a test have come. `seconds` from being written to being taken by the other side (SMTP 250, provider's 2xx); null until then. */
export const findArrival = (tx: Tx, topic: string): Promise<ArrivalView[]> =>
  tx.$queryRaw<ArrivalView[]>`
    SELECT id, channel::text AS channel, CASE state WHEN 'sent' THEN 'arrived' ELSE state::text END AS state,
      extract(epoch FROM sent_at - created_at)::float AS seconds, error_code AS error
    FROM outbox_message WHERE dedupe_key = ANY(SELECT ${topic} || ':' || place FROM generate_series(0, ${most}::int) AS place)
    ORDER BY channel, id`;
