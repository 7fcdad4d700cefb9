import { DeliveryError } from "./delivery-error";
import type { SlackWay } from "./slack";
import {
  editOnSlack,
  isMessageGone,
  isThreadGone,
  postByWebhook,
  postToSlack,
  type SlackPlace,
} from "./slack-provider";
import type { Post } from "./slack-topic";

/** What was sent: where the topic's message is now, as far as Slack tells, and Slack's name of what was written. */
export type Sent = { place: SlackPlace | null; providerId: string };

type Letter = { id: string; text: string; isReply: boolean; post: Post };

const placeOf = ({ channel, ts }: Post): SlackPlace | null => (channel && ts ? { channel, ts } : null);
const unknown = "unknown";

/** Sends one text or reply of a topic the way that is configured. Throws DeliveryError or OutboundError. */
export async function sendFrom(way: SlackWay, letter: Letter, signal: AbortSignal): Promise<Sent> {
  const place = placeOf(letter.post);
  if (way.kind === "webhook") {
    await postByWebhook(way.url, letter.text, signal);
    return { place, providerId: unknown };
  }
  if (letter.isReply) return reply(way, letter, place, signal);
  // A message that somebody has removed, or that we may not edit any more, is written anew.
  const isEdited = place !== null && (await edit(way, place, letter.text, signal));
  const written = isEdited ? place : await postToSlack(way, letter, signal);
  return { place: written, providerId: written?.ts ?? unknown };
}

type Bot = Extract<SlackWay, { kind: "bot" }>;

async function edit(bot: Bot, place: SlackPlace, text: string, signal: AbortSignal): Promise<boolean> {
  try {
    await editOnSlack(bot, place, text, signal);
    return true;
  } catch (thrown) {
    if (isMessageGone(thrown)) return false;
    throw thrown;
  }
}

async function reply(bot: Bot, { id, text }: Letter, thread: SlackPlace | null, signal: AbortSignal): Promise<Sent> {
  // Without the message that it belongs to it would be a sentence without a subject.
  if (!thread) throw new DeliveryError("no_post", false);
  const written = await postToSlack(bot, { id, text, thread }, signal).catch((thrown: unknown) => {
    if (isThreadGone(thrown)) return postToSlack(bot, { id, text }, signal);
    throw thrown;
  });
  return { place: thread, providerId: written?.ts ?? unknown };
}
