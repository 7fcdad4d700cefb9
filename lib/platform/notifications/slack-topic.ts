import type { SlackWay } from "./slack";

/** The topic's message as far as it is there: the place of the text that it shows, and where Slack keeps it. */
export type Post = { shown: number; channel: string | null; ts: string | null };

/** A message of a topic that is not delivered. */
export type Pending = {
  id: string;
  sequence: number;
  isReply: boolean;
  payload: string;
  attempts: number;
  isDue: boolean;
  nextAttemptAt: Date;
};

/** What to do in a topic: send `head` when it is due, with `folded` at its end; end `replaced`, which nobody needs any more. */
type Plan = { head: Pending | undefined; folded: readonly Pending[]; replaced: readonly Pending[] };

/**
 * The next thing to do in a topic, of what is pending in its order. The newest text takes the place of the older ones, and replies come after it,
 * one by one. A webhook cannot edit: there the first text is sent whatever came after it, and replies are folded into the text that goes.
 */
export function planTopic(pending: readonly Pending[], post: Pick<Post, "shown">, kind: SlackWay["kind"]): Plan {
  const texts = pending.filter(({ isReply }) => !isReply);
  const replies = pending.filter(({ isReply }) => isReply);
  // What is older than what is shown never comes back.
  const wanted = texts.filter(({ sequence }) => sequence > post.shown);
  const newest = wanted.at(-1);
  const first = wanted.find(({ sequence }) => kind === "webhook" && sequence === 1);
  const head = first ?? newest ?? replies[0];
  const replaced = texts.filter(text => text !== newest && text !== first);
  const isFolding = kind === "webhook" && head && !head.isReply;
  const folded = isFolding ? replies.filter(({ sequence }) => sequence <= head.sequence) : [];
  return { head, folded, replaced };
}
