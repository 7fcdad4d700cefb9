import { beforeEach, expect, test, vi } from "vitest";
import { besideTransaction, type Tx, transaction } from "../db";
import { flushCalls } from "../outbound/call-log";
import { passTime } from "../testing/pass-time";
import { deliverAll, newKey, newTopic, openSlack, rows, tell } from "../testing/slack-office";
import { deliver } from "./delivery";
import { nudgeDueMessages } from "./jobs";
import { purgeMessages, purgeTopics } from "./purge";
import { listMessages } from "./queries";
import { tellSlack } from "./slack";

// A token that production takes.
const token = "xoxb-0123456789-of-a-real-looking-bot";
const changed = { SLACK_BOT_TOKEN: token, SLACK_CHANNEL: "#onboarding", APP_URL: "https://gangway.example" };
const { state, shown, texts, clearChannel, forget, ...slack } = await openSlack("bot", changed);
const calls = () => slack.calls().map(({ operation }) => operation);
const post = (topic: string) => transaction("system", tx => tx.slackPost.findUniqueOrThrow({ where: { topic } }));

beforeEach(async () => {
  await forget();
  state.faults.clear();
  await clearChannel();
});

test("F25: a topic is one message, whose text is edited in place, and its replies stand in its thread in their order", async () => {
  const topic = newTopic();
  await tell({ topic, text: "Anna's data: started" });
  await deliverAll();
  await tell({ topic, text: "Anna's data: 8 of 9", reply: "Equity: not reachable" });
  await tell({ topic, text: "Anna's data: complete", reply: "Equity: came in the end" });
  await deliverAll();
  const [one, ...replies] = await shown();
  expect(one).toMatchObject({ text: "Anna's data: complete", edits: 1, thread_ts: null, by: "bot" });
  expect(replies).toMatchObject([
    { text: "Equity: not reachable", thread_ts: one?.ts },
    { text: "Equity: came in the end", thread_ts: one?.ts },
  ]);
  expect(calls()).toEqual(["chat.postMessage", "chat.update", "chat.postMessage", "chat.postMessage"]);
  expect((await rows()).map(row => row.errorCode ?? row.state)).toEqual(["sent", "replaced", "sent", "sent", "sent"]);
  expect(await post(topic)).toMatchObject({ shown: 3, channel: "C0SANDBOX01", ts: one?.ts, holder: null });
});

test("F25: twenty deliverers at once and in any order leave the newest text and each reply once", async () => {
  const topic = newTopic();
  for (let number = 1; number <= 6; number++) await tell({ topic, text: `text ${number}`, reply: `reply ${number}` });
  const ids = (await rows()).map(({ id }) => id).reverse();
  await Promise.all([...ids, ...ids].map(id => deliver(id)));
  expect(await texts()).toEqual(["text 6", ...[1, 2, 3, 4, 5, 6].map(number => `reply ${number}`)]);
  expect(
    (await rows()).every(row => row.state !== "pending"),
    "nothing is left",
  ).toBe(true);
});

test("F25: places are in the order of commits, however many tell of a topic at once", async () => {
  const topic = newTopic();
  await Promise.all(Array.from({ length: 12 }, (_, number) => tell({ topic, text: `text ${number}` })));
  const told = await rows();
  expect(told.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
  await deliverAll();
  const newest = (await listMessages({ channel: "slack" })).find(({ id }) => id === told.at(-1)?.id);
  expect(await texts()).toEqual([newest?.body]);
});

test("F25: an older text never takes the place of a newer one that is shown, whenever it comes", async () => {
  const topic = newTopic();
  await tell({ topic, text: "first" });
  await deliverAll();
  state.faults.add({ upstream: "slack", operation: "chat.update", fault: "503", times: 1, after: 0 });
  await tell({ topic, text: "second" });
  await deliverAll();
  expect((await rows()).at(-1)).toMatchObject({ state: "pending", errorCode: "unreachable" });
  await tell({ topic, text: "third" });
  await deliverAll();
  await passTime(120);
  expect(await transaction("system", nudgeDueMessages)).toBe(0);
  await deliverAll();
  expect([await texts(), (await rows()).map(row => row.errorCode)]).toEqual([["third"], [null, "replaced", null]]);
});

test("F25: who tells and has not committed holds up nobody who delivers", async () => {
  const topic = newTopic();
  await tell({ topic, text: "first" });
  await transaction("system", async tx => {
    await tellSlack(tx, { topic, text: "second", dedupeKey: newKey() });
    await besideTransaction(deliverAll);
    expect(await texts()).toEqual(["first"]);
  });
  await deliverAll();
  expect(await texts()).toEqual(["second"]);
});

test("F25: replies wait for the text before them, and a text that is tried later lets all of its topic wait", async () => {
  const topic = newTopic();
  state.faults.add({ upstream: "slack", fault: "503", times: 1, after: 0 });
  await tell({ topic, text: "started", reply: "a detail" });
  await deliverAll();
  await deliverAll();
  expect(calls()).toEqual(["chat.postMessage"]);
  expect(await rows()).toMatchObject([
    { state: "pending", attempts: 1, errorCode: "unreachable" },
    { state: "pending", attempts: 0, errorCode: null },
  ]);
  await passTime(10);
  await deliverAll();
  expect(await texts()).toEqual(["started", "a detail"]);
});

test("F25: a message that somebody removed is written anew, a reply to it goes to the channel", async () => {
  const topic = newTopic();
  await tell({ topic, text: "started" });
  await deliverAll();
  await clearChannel();
  await tell({ topic, text: "complete" });
  await deliverAll();
  expect(await shown()).toMatchObject([{ text: "complete", edits: 0 }]);
  await clearChannel();
  await transaction("system", tx => tx.slackPost.update({ where: { topic }, data: { shown: 9 } }));
  await tell({ topic, text: "older than what is shown", reply: "late news" });
  await deliverAll();
  expect(await shown()).toMatchObject([{ text: "late news", thread_ts: null }]);
});

test("F25: one who lost the topic to another writes nothing down of it", async () => {
  const topic = newTopic();
  state.latencyMs = 500;
  await tell({ topic, text: "first" });
  const delivering = deliverAll();
  await vi.waitFor(() => expect(calls()).toHaveLength(1));
  await transaction("system", tx => tx.slackPost.update({ where: { topic }, data: { holder: "another" } }));
  await delivering;
  state.latencyMs = 0;
  expect(await post(topic)).toMatchObject({ holder: "another", shown: 0, ts: null });
});

test("F25: what nobody may mention, break or overflow is escaped, unlinked and cut; our own addresses are links", async () => {
  const name = "<!channel> Anna & <@U1|Bo> @channel @Here http://evil.example/x";
  await tell({ topic: newTopic(), text: `${name}: https://gangway.example/admin?a=1&b=2.` });
  await tell({ topic: newTopic(), text: `&${"ü".repeat(5000)}` });
  await deliverAll();
  const [escaped, cut] = await texts();
  expect(escaped).toBe(
    "&lt;!channel&gt; Anna &amp; &lt;@U1|Bo&gt; @\u2060channel @\u2060Here http://evil.example/x: <https://gangway.example/admin?a=1&amp;b=2>.",
  );
  expect([cut?.slice(0, 7), cut?.length, cut?.at(-1)]).toEqual(["&amp;üü", 3001, "…"]);
  expect(slack.calls()).toMatchObject([
    { detail: { parse: "none", link_names: false } },
    { detail: { parse: "none", link_names: false } },
  ]);
});

test("bar 68: a rollback leaves neither message nor place, and one dedupe key tells once", async () => {
  const topic = newTopic();
  const failing = transaction("system", async tx => {
    await tellSlack(tx, { topic, text: "never", reply: "never", dedupeKey: "never" });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect([await rows(), await transaction("system", tx => tx.slackTopic.count({ where: { topic } }))]).toEqual([[], 0]);
  const tellOnce = () => tell({ topic, text: "started", reply: "a detail", dedupeKey: "ONBOARDING_STARTED:17" });
  await Promise.all(Array.from({ length: 5 }, tellOnce));
  await deliverAll();
  await tellOnce();
  await deliverAll();
  expect(await texts()).toEqual(["started", "a detail"]);
});

test("a tenant's transaction tells, and sees neither topics nor posts", async () => {
  const topic = newTopic();
  await tell({ topic, text: "from an agent's account" }, { agent: 1 });
  await deliverAll();
  expect(await texts()).toEqual(["from an agent's account"]);
  const look = (query: (tx: Tx) => Promise<unknown>) => transaction({ agent: 1 }, query);
  await expect(look(tx => tx.$queryRaw`SELECT topic FROM slack_topic`)).rejects.toThrow("permission denied");
  await expect(look(tx => tx.$queryRaw`SELECT topic FROM slack_post`)).rejects.toThrow("permission denied");
});

test("the outbox shows an edit as an edit, a reply as a reply and a first text as a new message", async () => {
  const topic = newTopic();
  await tell({ topic, text: "one & <all>" });
  await tell({ topic, text: "two", reply: "three" });
  const listed = await listMessages({ channel: "slack" });
  expect(new Set(listed.map(({ kind, body, to }) => `${kind}: ${body} to ${to}`))).toEqual(
    new Set(["post: one & <all> to #onboarding", "edit: two to #onboarding", "reply: three to #onboarding"]),
  );
  expect(listed.every(message => message.topic === topic)).toBe(true);
  await deliverAll();
  const kinds = (await listMessages({ channel: "slack" })).map(({ kind, state: end }) => `${kind} ${end}`);
  expect(kinds.sort()).toEqual(["edit sent", "replaced failed", "reply sent"]);
});

test("topics are forgotten with their messages after thirty days, not while anything waits, and begin anew", async () => {
  const [over, waiting] = [newTopic(), newTopic()];
  await tell({ topic: over, text: "over" });
  await deliverAll();
  await tell({ topic: waiting, text: "waits" });
  await passTime(31 * 86_400);
  await transaction("system", purgeMessages);
  await transaction("system", purgeTopics);
  const left = await transaction("system", tx => tx.slackPost.findMany({ where: { topic: { in: [over, waiting] } } }));
  expect(left.map(({ topic }) => topic)).toEqual([waiting]);
  await tell({ topic: over, text: "anew" });
  await deliverAll();
  expect(await texts()).toEqual(["over", "waits", "anew"]);
});

test("bar 80: neither the bot's token nor what is said is in the record of calls", async () => {
  await tell({ topic: newTopic(), text: "Anna's data" });
  await deliverAll();
  await flushCalls();
  const noted = await transaction("system", tx => tx.upstreamCall.findMany({ where: { upstream: "slack" } }));
  const text = JSON.stringify(noted, (_, value) => (typeof value === "bigint" ? String(value) : value));
  expect(text).toContain("/slack/api/chat.postMessage");
  for (const secret of [token, "xoxb", "Anna"]) expect(text).not.toContain(secret);
});

test("in production a text is wiped when it was sent and when it was replaced", async () => {
  const topic = newTopic();
  await tell({ topic, text: "one" });
  await tell({ topic, text: "two", reply: "three" });
  vi.resetModules();
  const twilio = { TWILIO_ACCOUNT_SID: "ACtest", TWILIO_AUTH_TOKEN: "token_of_the_test", TWILIO_FROM: "+15005550006" };
  const production = { ...twilio, SMTP_URL: "smtp://127.0.0.1:9", APP_ENV: "production" };
  for (const [name, value] of Object.entries(production)) vi.stubEnv(name, value);
  const there = await import("./delivery");
  for (const { id } of await rows()) await there.deliver(id);
  expect((await rows()).map(row => [row.payload, row.errorCode ?? row.state])).toEqual([
    [null, "replaced"],
    [null, "sent"],
    [null, "sent"],
  ]);
});
