import { maskSecret } from "./call-log";
import { ask, type SlackFields } from "./slack-request";
import { jsonReply, type SandboxCall, type SandboxReply, type SandboxUpstream } from "./upstream";

/** The workspace of the pretended Slack: its bot's token, its one channel, and the path of its incoming webhook. */
export type SlackAccount = { token: string; channel: { id: string; name: string }; webhook: string };

/** A message in the pretended channel; `edits` counts how often its text was replaced. */
export type SlackMessage = {
  channel: string;
  ts: string;
  thread_ts: string | null;
  text: string;
  edits: number;
  by: "bot" | "webhook";
  client_msg_id: string | null;
};

/** The workspace that demo and test use. */
export const sandboxSlack: SlackAccount = {
  token: "xoxb-sandbox-0123456789-abcdefghijklmnop",
  channel: { id: "C0SANDBOX01", name: "onboarding" },
  webhook: "/services/T0SANDBOX01/B0SANDBOX01/sandboxwebhook0123456789",
};

const words = (status: number, text: string): SandboxReply => ({
  status,
  headers: { "content-type": "text/html" },
  body: text,
});
// The Web API says no under 200.
const no = (error: string) => jsonReply(200, { ok: false, error });

const longest = 40_000;
const isHook = ({ path }: Pick<SandboxCall, "path">) => path.startsWith("/services/");
const apiRefusals: Record<string, string> = {
  "401": "invalid_auth",
  "403": "missing_scope",
  "404": "channel_not_found",
};
const hookRefusals: Record<string, [number, string]> = {
  "401": [403, "invalid_token"],
  "403": [403, "action_prohibited"],
  "404": [404, "no_service"],
};
const outages: Record<number, string> = { 429: "ratelimited", 500: "internal_error", 503: "service_unavailable" };

/** One workspace with one channel, which keeps what is written to it. */
class Workspace {
  messages: SlackMessage[] = [];
  #written = 0;

  constructor(readonly account: SlackAccount) {}

  #write(message: Pick<SlackMessage, "text" | "thread_ts" | "by" | "client_msg_id">): SlackMessage {
    this.#written += 1;
    const ts = `${Math.floor(Date.now() / 1000)}.${String(this.#written).padStart(6, "0")}`;
    const written = { channel: this.account.channel.id, ts, edits: 0, ...message };
    this.messages.push(written);
    return written;
  }

  /** What an incoming webhook answers: a word. */
  hook(call: SandboxCall): SandboxReply {
    const refused = call.fault ? hookRefusals[call.fault] : undefined;
    if (refused) return words(...refused);
    if (call.path !== this.account.webhook) return words(404, "no_service");
    const fields = ask(call);
    if (!fields) return words(400, "invalid_payload");
    if (!fields.text) return words(400, "no_text");
    if (fields.text.length > longest) return words(400, "msg_too_long");
    this.#write({ text: fields.text, thread_ts: fields.thread_ts ?? null, by: "webhook", client_msg_id: null });
    return words(200, "ok");
  }

  /** What the Web API answers. */
  api(call: SandboxCall): SandboxReply {
    const refused = call.fault ? apiRefusals[call.fault] : undefined;
    if (refused) return no(refused);
    const fields = ask(call) ?? {};
    const token = /^Bearer (.+)$/.exec(call.headers.authorization ?? "")?.[1] ?? fields.token;
    if (!token) return no("not_authed");
    if (token !== this.account.token) return no("invalid_auth");
    if (call.path === "/api/chat.postMessage") return this.#post(fields, call.fault === "drift");
    return call.path === "/api/chat.update" ? this.#update(fields) : no("unknown_method");
  }

  #post(fields: SlackFields, isDrifting: boolean): SandboxReply {
    const { id, name } = this.account.channel;
    if (![id, name, `#${name}`].includes(fields.channel ?? "")) return no("channel_not_found");
    const fault = faultOf(fields);
    if (fault) return no(fault);
    const thread = fields.thread_ts ?? null;
    if (thread !== null && !this.messages.some(({ ts }) => ts === thread)) return no("thread_not_found");
    const { ts, text } = this.#write({
      text: fields.text ?? "",
      thread_ts: thread,
      by: "bot",
      client_msg_id: fields.client_msg_id ?? null,
    });
    if (isDrifting) return jsonReply(200, { ok: true, message: { channel_id: id, message_ts: ts } });
    return jsonReply(200, { ok: true, channel: id, ts, message: { type: "message", text, ts, bot_id: "B0SANDBOX01" } });
  }

  #update(fields: SlackFields): SandboxReply {
    // By its id only: a name will not do here.
    if (fields.channel !== this.account.channel.id) return no("channel_not_found");
    const fault = faultOf(fields);
    if (fault) return no(fault);
    const message = this.messages.find(({ ts }) => ts === fields.ts);
    if (!message) return no("message_not_found");
    if (message.by !== "bot") return no("cant_update_message");
    message.text = fields.text ?? "";
    message.edits += 1;
    const { channel, ts, text } = message;
    return jsonReply(200, { ok: true, channel, ts, text, message: { type: "message", text } });
  }

  /** What a look from outside sees, `/_messages`: all that is there, oldest first. By DELETE somebody removes it all. */
  look({ method, path }: Pick<SandboxCall, "method" | "path">): SandboxReply | null {
    if (path !== "/_messages") return null;
    if (method === "DELETE") this.messages = [];
    return jsonReply(200, this.messages);
  }
}

function faultOf({ text }: SlackFields): string | null {
  if (!text) return "no_text";
  return text.length > longest ? "msg_too_long" : null;
}

/** Slack as far as we call it: `chat.postMessage`, `chat.update` and one incoming webhook. */
export function slackSandbox(account: SlackAccount = sandboxSlack): SandboxUpstream {
  const workspace = new Workspace(account);
  return {
    name: "slack",
    prefix: "/slack",
    operation: call => (isHook(call) ? "webhook" : (call.path.split("/").at(-1) ?? "unknown")),
    describe: call => {
      const { token, ...fields } = ask(call) ?? {};
      return { ...fields, ...(token ? { token: maskSecret(token) } : {}) };
    },
    refuse: status => jsonReply(status, { ok: false, error: outages[status] ?? "fatal_error" }),
    acts: ["401", "403", "404", "drift"],
    handle: call => (isHook(call) ? workspace.hook(call) : workspace.api(call)),
    look: call => workspace.look(call),
  };
}
