import { afterEach, expect, test, vi } from "vitest";
import { passTime } from "../testing/pass-time";
import { newKey, newTopic, openSlack, rowsOf, tell } from "../testing/slack-office";
import { SnippetProcess } from "../testing/snippet-process";
import { WorkerProcess } from "../testing/worker-process";
import { deliver } from "./delivery";

const { state, ...slack } = await openSlack("bot", { SLACK_CHANNEL: "#onboarding" });

const children: { kill: () => Promise<void> }[] = [];
afterEach(() => Promise.all(children.splice(0).map(child => child.kill())));

const patience = { timeout: 60_000, interval: 100 };
const shown = async (text: string) => (await slack.shown()).filter(one => one.text.startsWith(text));
const calls = (text: string) => slack.calls().filter(({ detail }) => String(detail.text).startsWith(text));
const isSettled = (topic: string) =>
  vi.waitFor(async () => {
    const states = (await rowsOf(topic)).map(row => row.state);
    expect([states.length > 0, states.includes("pending")]).toEqual([true, false]);
  }, patience);
const tellAnd = (topic: string, text: string, then: string) =>
  new SnippetProcess(`
    const { transaction } = await load("lib/platform/db.ts");
    const { tellSlack } = await load("lib/platform/notifications/slack.ts");
    await transaction("system", async tx => {
      await tellSlack(tx, ${JSON.stringify({ topic, text, dedupeKey: newKey() })});
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
});

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
  await passTime(70);
  await deliver(id);
}

test("bar 68: killed after Slack took a text and before that was written down: a first text comes twice at most, with one id; an edit once", async () => {
  const topic = newTopic();
  await tell({ topic, text: "a first text" });
  await killInMidst(topic, "a first text");
  const ids = calls("a first text").map(({ detail }) => detail.client_msg_id);
  expect([ids.length, new Set(ids).size, String(ids[0]).length]).toEqual([2, 1, 36]);
  await tell({ topic, text: "an edit of it" });
  await killInMidst(topic, "an edit of it");
  expect([calls("an edit of it").length, (await shown("an edit of it")).length]).toEqual([2, 1]);
  expect((await rowsOf(topic)).map(row => row.state)).toEqual(["sent", "sent"]);
});
