import { z } from "zod";
import { sha256 } from "../crypto";
import { env } from "../env";
import { outbound } from "../outbound/outbound";
import { OutboundError, type OutboundKind } from "../outbound/outbound-error";
import { DeliveryError, toDeliveryError } from "./delivery-error";
import type { SlackWay } from "./slack";

type Bot = Extract<SlackWay, { kind: "bot" }>;

/** Where Slack keeps a message: its ids of channel and message. */
export type SlackPlace = { channel: string; ts: string };

/** A text to post; `id` is the same at each try, `thread` what it answers. */
type Post = { id: string; text: string; thread?: SlackPlace | null };

const Told = z.union([
  z.object({ ok: z.literal(true), channel: z.string().min(1), ts: z.string().min(1) }),
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

const limits = { totalMs: 15_000 };
const quiet = { unfurl_links: false, unfurl_media: false };
// Slack looks for addresses and names in an edited text unless it is told not to, and then for none in either.
const plain = { parse: "none", link_names: false };

/** Posts a text to the bot's channel, or to a thread; answers where it is, null when Slack took it and did not say. Throws DeliveryError or OutboundError. */
export async function postToSlack(
  bot: Bot,
  { id, text, thread }: Post,
  signal?: AbortSignal,
): Promise<SlackPlace | null> {
  const answer = await callSlack(bot, "chat.postMessage", signal, {
    ...{ channel: thread?.channel ?? bot.channel, text, ...plain, ...quiet },
    ...(thread ? { thread_ts: thread.ts } : {}),
    // By the first Slack knows a repeated message, as far as it does; the other is for people who look for it.
    client_msg_id: uuidOf(id),
    metadata: { event_type: "gangway_message", event_payload: { id } },
  });
  return "ts" in answer ? { channel: answer.channel, ts: answer.ts } : null;
}

/** Puts a text in the place of what a message says. Throws DeliveryError or OutboundError. */
export async function editOnSlack(
  bot: Bot,
  { channel, ts }: SlackPlace,
  text: string,
  signal?: AbortSignal,
): Promise<void> {
  await callSlack(bot, "chat.update", signal, { channel, ts, text, ...plain });
}

async function callSlack(bot: Bot, method: string, signal: AbortSignal | undefined, json: object) {
  const answer = await outbound({
    upstream: "slack",
    method: "POST",
    url: `${env.slackApiUrl}/${method}`,
    headers: { Authorization: `Bearer ${bot.token}`, "Content-Type": "application/json; charset=utf-8" },
    json,
    read: readAnswer,
    limits,
    signal,
  });
  return answer.body;
}

/** What the Web API says: under 200 also that it refuses. */
function readAnswer({ status, body }: { status: number; body: unknown }) {
  const told = Told.safeParse(body);
  if (told.success && told.data.ok) return told.data;
  throw refusal(told.success && "error" in told.data ? told.data.error : "", status);
}

/** Writes a text by the incoming webhook. Throws DeliveryError or OutboundError. */
export async function postByWebhook(url: string, text: string, signal?: AbortSignal): Promise<void> {
  await outbound({
    upstream: "slack",
    method: "POST",
    url,
    json: { text, ...quiet },
    statuses: [400, 403, 404, 410],
    accept: "text",
    read: readWords,
    limits,
    signal,
  });
}

/** A webhook answers in a word, `ok` or what is wrong. Under 200 it was taken, unless a web page answers in Slack's place. */
function readWords({ status, body }: { status: number; body: unknown }): null {
  const words = String(body).trim();
  if (status !== 200 || words.startsWith("<")) throw refusal(words, status);
  return null;
}

const passing = /^(internal_error|fatal_error|service_unavailable|request_timeout|rollup_error)$/;
const limited = /^(ratelimited|rate_limited|message_limit_exceeded)$/;
const aboutUs =
  /^(not_authed|invalid_auth|account_inactive|token_revoked|token_expired|invalid_token|no_team|no_service)$/;
const aboutRights =
  /^(missing_scope|no_permission|not_in_channel|restricted_action\w*|access_denied|ekm_access_denied|action_prohibited|user_is_restricted|not_allowed_token_type)$/;
const aboutChannel = /^(channel_not_found|is_archived|channel_is_archived)$/;

function kindOf(word: string): OutboundKind {
  if (passing.test(word)) return "unreachable";
  if (limited.test(word)) return "rate_limit";
  if (aboutUs.test(word)) return "auth";
  if (aboutRights.test(word)) return "permission";
  return aboutChannel.test(word) ? "wrong_address" : "unexpected";
}

/** Slack's own word for why not, as the guard counts it; its cause is what the outbox is told. */
function refusal(said: string, status: number): OutboundError {
  const word = /^[a-z_]{1,60}$/.test(said) ? said : "";
  const kind = kindOf(word);
  const retryable = kind === "unreachable" || kind === "rate_limit";
  const cause = new DeliveryError(word ? `slack_${word}` : "unexpected", retryable);
  return new OutboundError(kind, { upstream: "slack", reason: "http_status", status, retryable, cause });
}

const goneMessages = /^slack_(message_not_found|cant_update_message|edit_window_closed|channel_not_found)$/;
const goneThreads = /^slack_(message_not_found|thread_not_found|cannot_reply_to_message|channel_not_found)$/;

/** Is the message that was to be edited no longer there, or no longer ours to edit? */
export const isMessageGone = (thrown: unknown): boolean => goneMessages.test(toDeliveryError(thrown).code);

/** Is the message that was to be answered no longer there? */
export const isThreadGone = (thrown: unknown): boolean => goneThreads.test(toDeliveryError(thrown).code);

/** A UUID that is the same for the same message. */
function uuidOf(id: string): string {
  const hex = sha256(id);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
