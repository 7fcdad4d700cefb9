import type { Tx } from "../db";
import { env } from "../env";
import { enqueueInTopic } from "./outbox";

/** How we reach Slack: as a bot, which can edit and reply, by an incoming webhook, which can only write, or not at all. */
export type SlackWay = { kind: "bot"; token: string; channel: string } | { kind: "webhook"; url: string };

/** The way that is configured; of both the bot's. */
export function slackWay(): SlackWay | null {
  const { slackBotToken: token, slackChannel: channel, slackWebhookUrl: url } = env;
  if (token && channel) return { kind: "bot", token, channel };
  return url ? { kind: "webhook", url } : null;
}

/** What is told of a topic: a text, a reply, or both. */
type SlackNews = { topic: string; dedupeKey: string } & (
  | { text: string; reply?: string }
  | { text?: never; reply: string }
);

// What a webhook has written stands: an edit waits, in seconds, to see whether a newer one comes.
const webhookPatienceSeconds = 60;

/**
 * News for Slack, written with the change they tell of: a topic has one message there, whose text the newest takes the place of; `reply` goes into
 * its thread, by itself where there is no text. Plain text: nothing in it mentions anybody, and of addresses only ours become links. A second one of the same `dedupeKey` is not
 * written; without Slack in the configuration nothing is. Tell last: others who tell of the same topic wait for this commit.
 */
export async function tellSlack(tx: Tx, { topic, text, reply, dedupeKey }: SlackNews): Promise<void> {
  const way = slackWay();
  if (!way) return;
  const [place] = await tx.$queryRaw<{ sequence: number }[]>`SELECT next_in_topic(${topic}) AS sequence`;
  if (!place) throw new Error("a topic without a place");
  const { sequence } = place;
  const waitSeconds = way.kind === "webhook" && sequence > 1 ? webhookPatienceSeconds : 0;
  const common = { recipient: way.kind === "bot" ? way.channel : "webhook", waitSeconds };
  const write = (words: string, key: string, isReply: boolean) =>
    enqueueInTopic(tx, { ...common, text: words, dedupeKey: key, place: { topic, sequence, isReply } });
  if (text !== undefined) await write(text, dedupeKey, false);
  if (reply !== undefined) await write(reply, `${dedupeKey}:reply`, true);
}
