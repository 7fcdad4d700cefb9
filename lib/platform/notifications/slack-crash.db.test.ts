import { afterAll, afterEach, expect, test, vi } from "vitest";
import { transaction } from "../db";
import { listen, sandboxState } from "../sandbox/server";
import { type SlackMessage, sandboxSlack, slackSandbox } from "../sandbox/slack";
import { SnippetProcess } from "../testing/snippet-process";
import { WorkerProcess } from "../testing/worker-process";
import { deliver } from "./delivery";
import { tellSlack } from "./slack";

const state = sandboxState(0);
const http = await listen(state, [slackSandbox()], { host: "127.0.0.1", port: 0 });
const environment = {
  SLACK_API_URL: `${http.url}/slack/api`,
  SLACK_BOT_TOKEN: sandboxSlack.token,
  SLACK_CHANNEL: "#onboarding",
  OUTBOUND_PRIVATE_ORIGINS: http.url,
};
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);

const children: { kill: () => Promise<void> }[] = [];
afterEach(() => Promise.all(children.splice(0).map(child => child.kill())));
afterAll(() => http.close());

const patience = { timeout: 30_000, interval: 100 };
let serial = 0;
const newTopic = () => `run:${++serial}`;
const tell = (topic: string, text: string) =>
  transaction("system", tx => tellSlack(tx, { topic, text, dedupeKey: `key:${++serial}` }));
const rowsOf = (topic: string) => transaction("system", tx => tx.outboxMessage.findMany({ where: { topic } }));
const shown = async (text: string) =>
  ((await (await fetch(`${http.url}/slack/_messages`)).json()) as SlackMessage[]).filter(one =>
    one.text.startsWith(text),
  );
const calls = (text: string) =>
  state.calls.list("slack", null).filter(({ detail }) => String(detail.text).startsWith(text));
const isSettled = (topic: string) =>
  vi.waitFor(async () => {
    const states = (await rowsOf(topic)).map(row => row.state);
    expect([states.length > 0, states.includes("pending")]).toEqual([true, false]);
  }, patience);
/** Nobody else touches a topic that is being delivered for a minute of the product's clock. */
const passAMinute = () =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, 70)
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + 70`,
  );
const tellAnd = (topic: string, text: string, then: string) =>
  new SnippetProcess(`
    const { transaction } = await load("lib/platform/db.ts");
    const { tellSlack } = await load("lib/platform/notifications/slack.ts");
    await transaction("system", async tx => {
      await tellSlack(tx, ${JSON.stringify({ topic, text, dedupeKey: `key:${++serial}` })});
      ${then}
    });
    process.exit(0);`).ended;

test("bar 68: killed before the commit nothing was told; killed after it, the next worker tells it once", async () => {
  const [lost, kept] = [newTopic(), newTopic()];
  await Promise.all([
    tellAnd(lost, "lost", "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});"),
    tellAnd(kept, "kept", "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 300).ref();"),
  ]);
  expect([await rowsOf(lost), (await rowsOf(kept)).length, calls("kept")]).toEqual([[], 1, []]);
  children.push(await WorkerProcess.start());
  await isSettled(kept);
  expect([await shown("lost"), (await shown("kept")).length]).toEqual([[], 1]);
}, 60_000);

/** A process that delivers a message and is killed when Slack has it, before it could write that down; then another one delivers it, when it may. */
async function killInMidst(topic: string, text: string): Promise<void> {
  const id = (await rowsOf(topic)).find(row => row.state === "pending")?.id ?? "";
  state.faults.add({ upstream: "slack", fault: "slow", times: 1, after: 0 });
  const child = new SnippetProcess(`
    const { deliver } = await load("lib/platform/notifications/delivery.ts");
    await deliver(${JSON.stringify(id)});`);
  children.push(child);
  await vi.waitFor(() => expect(calls(text)).toHaveLength(1), patience);
  await child.kill();
  await deliver(id);
  expect(calls(text), "nobody else touches the topic for a minute").toHaveLength(1);
  await passAMinute();
  await deliver(id);
}

test("bar 68: killed after Slack took a text and before that was written down: a first text comes twice at most, with one id; an edit once", async () => {
  const topic = newTopic();
  await tell(topic, "a first text");
  await killInMidst(topic, "a first text");
  const ids = calls("a first text").map(({ detail }) => detail.client_msg_id);
  expect([ids.length, new Set(ids).size, String(ids[0]).length]).toEqual([2, 1, 36]);
  await tell(topic, "an edit of it");
  await killInMidst(topic, "an edit of it");
  expect([calls("an edit of it").length, (await shown("an edit of it")).length]).toEqual([2, 1]);
  expect((await rowsOf(topic)).map(row => row.state)).toEqual(["sent", "sent"]);
}, 60_000);
