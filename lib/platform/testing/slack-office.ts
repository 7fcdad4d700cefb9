import { afterAll, vi } from "vitest";
import { type Scope, transaction } from "../db";
import { deliver } from "../notifications/delivery";
import { tellSlack } from "../notifications/slack";
import { listen, sandboxState } from "../sandbox/server";
import { type SlackMessage, sandboxSlack, slackSandbox } from "../sandbox/slack";

/** What is told of a topic; without a key it is told each time. */
export type News = { topic: string; text: string; reply?: string; dedupeKey?: string };

let serial = 0;

/** A topic that nobody has told of. */
export const newTopic = (): string => `run:${++serial}`;

/** A key under which nothing was told. */
export const newKey = (): string => `key:${++serial}`;

/** Commits a text to Slack, which nobody has sent yet. */
export const tell = ({ dedupeKey = newKey(), ...news }: News, scope: Scope = "system"): Promise<void> =>
  transaction(scope, async tx => void (await tellSlack(tx, { ...news, dedupeKey })));

/** Every message, in the order in which it was told. */
export const rows = () =>
  transaction("system", tx => tx.outboxMessage.findMany({ orderBy: [{ sequence: "asc" }, { isReply: "asc" }] }));

/** The messages of one topic. */
export const rowsOf = (topic: string) => transaction("system", tx => tx.outboxMessage.findMany({ where: { topic } }));

/** Tries once to deliver whatever waits. */
export async function deliverAll(): Promise<void> {
  for (const { id, state } of await rows()) if (state === "pending") await deliver(id);
}

/** Opens a Slack for one test file and points the product there: by a bot, or by a webhook; `changed` replaces settings. */
export async function openSlack(by: "bot" | "webhook", changed: Record<string, string> = {}) {
  const state = sandboxState(0);
  const credentials = { ...sandboxSlack, token: changed.SLACK_BOT_TOKEN ?? sandboxSlack.token };
  const { url, close } = await listen(state, [slackSandbox(credentials)], { host: "127.0.0.1", port: 0 });
  const bot = {
    SLACK_API_URL: `${url}/slack/api`,
    SLACK_BOT_TOKEN: credentials.token,
    SLACK_CHANNEL: sandboxSlack.channel.id,
  };
  const webhook = { SLACK_WEBHOOK_URL: `${url}/slack${sandboxSlack.webhook}`, SLACK_BOT_TOKEN: "", SLACK_CHANNEL: "" };
  const environment = { ...(by === "bot" ? bot : webhook), OUTBOUND_PRIVATE_ORIGINS: url, ...changed };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  afterAll(() => close());
  const shown = async () => (await (await fetch(`${url}/slack/_messages`)).json()) as SlackMessage[];
  return {
    state,
    url,
    /** The messages in the channel. */
    shown,
    texts: async () => (await shown()).map(({ text }) => text),
    calls: () => state.calls.list("slack", null),
    /** Takes all messages out of the channel, as somebody there may. */
    clearChannel: async () => void (await fetch(`${url}/slack/_messages`, { method: "DELETE" })),
    /** Forgets every message and call of the tests before. */
    forget: async () => {
      await transaction("system", tx => tx.outboxMessage.deleteMany());
      state.calls.clear();
    },
  };
}
