import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { transaction } from "../db";
import { flushCalls } from "../outbound/call-log";
import type { Fault } from "../sandbox/faults";
import { isFull } from "../testing/full-form";
import { newTopic, openSlack, rows, tell } from "../testing/slack-office";
import { deliver } from "./delivery";

const { state, calls, forget } = await openSlack("bot");

beforeEach(forget);
// One good call, or the outages of one test would open the circuit for the next.
afterEach(async () => {
  state.faults.clear();
  await send(newTopic());
});

/** Tells of a topic and tries once to deliver it; answers the row of the text. */
async function send(topic: string, reply?: string) {
  await tell({ topic, text: "news", ...(reply === undefined ? {} : { reply }) });
  const told = (await rows()).filter(row => !row.isReply && row.topic === topic);
  const id = told.at(-1)?.id ?? "";
  await deliver(id);
  return transaction("system", tx => tx.outboxMessage.findUniqueOrThrow({ where: { id } }));
}

type Wanted = [fault: Fault, state: "sent" | "pending" | "failed", errorCode: string | null, outcome: string];

const faults: Wanted[] = [
  ["401", "failed", "slack_invalid_auth", "auth"],
  ["403", "failed", "slack_missing_scope", "permission"],
  ["404", "failed", "slack_channel_not_found", "wrong_address"],
  ["429", "pending", "rate_limit", "rate_limit"],
  ["500", "pending", "unreachable", "unreachable"],
  ["503", "pending", "unreachable", "unreachable"],
  ["slow", "sent", null, "ok"],
  ["reset", "pending", "unreachable", "unreachable"],
  ["cut", "pending", "unreachable", "unreachable"],
  ["html", "failed", "unexpected", "unexpected"],
  // What Slack says cannot be read: it may be there, and again would be twice.
  ["malformed", "failed", "unexpected", "unexpected"],
  ["empty", "failed", "unexpected", "unexpected"],
  ["huge", "failed", "unexpected", "unexpected"],
  ["endless", "failed", "unexpected", "unexpected"],
  ["duplicates", "sent", null, "ok"],
  ["moved_total", "sent", null, "ok"],
  ["drift", "sent", null, "ok"],
  // Ten seconds until the answer must begin.
  ...(isFull ? [["hang", "pending", "unreachable", "unreachable"] satisfies Wanted] : []),
];

test.each(faults)(
  "bar 88: under fault %s a message is tried once and then %s (%s)",
  async (fault, end, errorCode, outcome) => {
    state.faults.add({ upstream: "slack", fault, after: 0 });
    const row = await send(newTopic());
    expect(row).toMatchObject({ state: end, errorCode, attempts: 1 });
    expect(calls()).toMatchObject([{ operation: "chat.postMessage", fault }]);
    await flushCalls();
    const noted = await transaction("system", tx => tx.upstreamCall.findMany({ where: { trace: row.id } }));
    expect(noted).toMatchObject([{ upstream: "slack", outcome, attempt: 0 }]);
  },
);

test("bar 88: what Slack asks us to wait is waited, and until then the whole topic waits", async () => {
  state.faults.add({ upstream: "slack", fault: "429", times: 1, after: 0 });
  await send(newTopic(), "a detail");
  for (const { nextAttemptAt, createdAt } of await rows())
    expect(Number(nextAttemptAt) - Number(createdAt)).toBeGreaterThanOrEqual(1_000);
  expect(calls()).toHaveLength(1);
});

test("a reply to what could not be posted fails with it, and is not sent alone", async () => {
  state.faults.add({ upstream: "slack", fault: "401", after: 0 });
  await send(newTopic(), "a detail");
  expect((await rows()).map(({ errorCode }) => errorCode)).toEqual(["slack_invalid_auth", "no_post"]);
  expect(calls()).toHaveLength(1);
});

test("a text that Slack took without saying where is not sent again, and the next one is a message of its own", async () => {
  const topic = newTopic();
  state.faults.add({ upstream: "slack", fault: "drift", times: 1, after: 0 });
  expect(await send(topic)).toMatchObject({ state: "sent", providerId: "unknown" });
  expect(await send(topic)).toMatchObject({ state: "sent" });
  expect(calls().map(({ operation }) => operation)).toEqual(["chat.postMessage", "chat.postMessage"]);
});

test("bar 89: eight outages in a row close the way for the next, which waits without a call", async () => {
  state.faults.add({ upstream: "slack", fault: "503", after: 0 });
  for (let time = 0; time < 8; time++) await send(newTopic());
  const { state: waiting, errorCode, nextAttemptAt, createdAt } = await send(newTopic());
  expect([waiting, errorCode]).toEqual(["pending", "unreachable"]);
  expect(Number(nextAttemptAt) - Number(createdAt)).toBeGreaterThan(20_000);
  expect(calls()).toHaveLength(8);
  state.faults.clear();
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE upstream_breaker SET probe_after = now() WHERE name = 'slack'`,
  );
  await vi.waitFor(async () => expect(await send(newTopic())).toMatchObject({ state: "sent" }), { timeout: 5_000 });
});
