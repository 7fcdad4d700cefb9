import { afterAll, expect, test } from "vitest";
import { listen, sandboxState } from "./server";
import { sandboxSlack, slackSandbox } from "./slack";

const { token, channel, webhook } = sandboxSlack;
const http = await listen(sandboxState(0), [slackSandbox()], { host: "127.0.0.1", port: 0 });
afterAll(() => http.close());

type Sent = { headers?: Record<string, string>; body: string };
const send = async (path: string, { headers, body }: Sent) => {
  const answer = await fetch(`${http.url}/slack${path}`, { method: "POST", headers: headers ?? {}, body });
  return { status: answer.status, text: await answer.text() };
};
const asBot = { authorization: `Bearer ${token}`, "content-type": "application/json; charset=utf-8" };
const api = async (method: string, fields: object, headers: Record<string, string> = asBot) => {
  const { status, text } = await send(`/api/${method}`, { headers, body: JSON.stringify(fields) });
  expect(status, "the Web API says no under 200").toBe(200);
  const { ok, error, ts } = JSON.parse(text);
  return ok ? { ts } : error;
};
const hook = (body: string, type = "application/json", path = webhook) =>
  send(path, { headers: { "content-type": type }, body });
const shown = async () => (await fetch(`${http.url}/slack/_messages`)).json();

test("the Web API asks for a token, a channel that is there, a text, and a message that is there", async () => {
  const news = { channel: "#onboarding", text: "news" };
  const post = (fields: object, headers?: Record<string, string>) => api("chat.postMessage", fields, headers);
  expect(await post(news, { "content-type": "application/json" })).toBe("not_authed");
  expect(await post(news, { ...asBot, authorization: "Bearer xoxb-other" })).toBe("invalid_auth");
  expect(await post({ ...news, channel: "#elsewhere" })).toBe("channel_not_found");
  expect(await post({ ...news, text: "" })).toBe("no_text");
  expect(await post({ ...news, text: "x".repeat(40_001) })).toBe("msg_too_long");
  expect(await post({ ...news, thread_ts: "1.000001" })).toBe("thread_not_found");
  expect(await api("chat.burn", news)).toBe("unknown_method");
  const { ts } = await post(news);
  expect(await post({ ...news, channel: channel.id, text: "a reply", thread_ts: ts })).toEqual({
    ts: expect.any(String),
  });
  const edit = (fields: object) => api("chat.update", { channel: channel.id, ts, text: "newer", ...fields });
  expect(await edit({ channel: "#onboarding" }), "by its id only").toBe("channel_not_found");
  expect(await edit({ ts: "1.000001" })).toBe("message_not_found");
  expect(await edit({ text: "" })).toBe("no_text");
  expect(await edit({})).toEqual({ ts });
  expect(await shown()).toMatchObject([
    { ts, text: "newer", edits: 1, thread_ts: null },
    { text: "a reply", thread_ts: ts },
  ]);
});

test("the Web API takes a form too, with the token in it", async () => {
  const form = new URLSearchParams({ token, channel: "onboarding", text: "by form" });
  const { text } = await send("/api/chat.postMessage", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  expect(JSON.parse(text)).toMatchObject({ ok: true, channel: channel.id });
});

test("an incoming webhook answers in a word, and knows its address and what can be read", async () => {
  const news = JSON.stringify({ text: "by webhook" });
  expect(await hook(news)).toEqual({ status: 200, text: "ok" });
  const form = new URLSearchParams({ payload: news }).toString();
  expect(await hook(form, "application/x-www-form-urlencoded")).toEqual({ status: 200, text: "ok" });
  expect(await hook("{")).toEqual({ status: 400, text: "invalid_payload" });
  expect(await hook(news, "text/plain")).toEqual({ status: 400, text: "invalid_payload" });
  expect(await hook("{}")).toEqual({ status: 400, text: "no_text" });
  const elsewhere = await hook(news, "application/json", "/services/T1/B1/other");
  expect(elsewhere).toEqual({ status: 404, text: "no_service" });
  const [last] = (await shown()).slice(-1);
  expect(await api("chat.update", { channel: channel.id, ts: last.ts, text: "no" })).toBe("cant_update_message");
});
