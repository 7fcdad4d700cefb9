import { afterEach, beforeEach, expect, test } from "vitest";
import { transaction } from "../db";
import { flushCalls } from "../outbound/call-log";
import type { Fault } from "../sandbox/faults";
import { isFull } from "../testing/full-form";
import { passTime } from "../testing/pass-time";
import { deliverAll, newTopic, openSlack, rows, tell } from "../testing/slack-office";

const { state, url, texts, calls, clearChannel, forget } = await openSlack("webhook");

beforeEach(async () => {
  await clearChannel();
  await forget();
});
// One good call, or the outages of one test would open the circuit for the next.
afterEach(async () => {
  state.faults.clear();
  await tell({ topic: newTopic(), text: "all is well" });
  await deliverAll();
});

test("F25: by a webhook the first and the last text are messages of their own, those between are left out, replies come with the last", async () => {
  const topic = newTopic();
  await tell({ topic, text: "started" });
  await deliverAll();
  await tell({ topic, text: "3 of 9", reply: "Equity: not reachable" });
  await deliverAll();
  await tell({ topic, text: "6 of 9" });
  await tell({ topic, text: "complete", reply: "Caps: two members are missing" });
  await deliverAll();
  expect(await texts(), "an edit waits for a newer one").toEqual(["started"]);
  await passTime(61);
  await Promise.all([deliverAll(), deliverAll(), deliverAll()]);
  expect(await texts()).toEqual(["started", "complete\nEquity: not reachable\nCaps: two members are missing"]);
  expect((await rows()).map(row => row.errorCode ?? row.state)).toEqual([
    "sent",
    "replaced",
    "sent",
    "replaced",
    "sent",
    "sent",
  ]);
});

test("F25: the first text is sent whatever came after it, with its own replies, and before the last", async () => {
  const topic = newTopic();
  await tell({ topic, text: "started", reply: "a detail" });
  await tell({ topic, text: "complete" });
  await passTime(61);
  await deliverAll();
  expect(await texts()).toEqual(["started\na detail", "complete"]);
});

type Wanted = [fault: Fault, state: "sent" | "pending" | "failed", errorCode: string | null, outcome: string];

const faults: Wanted[] = [
  ["401", "failed", "slack_invalid_token", "auth"],
  ["403", "failed", "slack_action_prohibited", "permission"],
  ["404", "failed", "slack_no_service", "auth"],
  ["429", "pending", "rate_limit", "rate_limit"],
  ["500", "pending", "unreachable", "unreachable"],
  ["503", "pending", "unreachable", "unreachable"],
  ["slow", "sent", null, "ok"],
  ["reset", "pending", "unreachable", "unreachable"],
  ["cut", "pending", "unreachable", "unreachable"],
  ["html", "failed", "unexpected", "unexpected"],
  // Under 200 it was taken, whatever else the answer says.
  ["malformed", "sent", null, "ok"],
  ["empty", "sent", null, "ok"],
  ["huge", "failed", "unexpected", "unexpected"],
  ["endless", "failed", "unexpected", "unexpected"],
  ["duplicates", "sent", null, "ok"],
  ["moved_total", "sent", null, "ok"],
  ["drift", "sent", null, "ok"],
  // Ten seconds until the answer must begin.
  ...(isFull ? [["hang", "pending", "unreachable", "unreachable"] satisfies Wanted] : []),
];

test.each(faults)(
  "bar 88: under fault %s a webhook is called once and the message is then %s (%s)",
  async (fault, end, errorCode, outcome) => {
    state.faults.add({ upstream: "slack", fault, after: 0 });
    await tell({ topic: newTopic(), text: "news" });
    await deliverAll();
    const [row] = await rows();
    expect(row).toMatchObject({ state: end, errorCode, attempts: 1 });
    expect(calls()).toMatchObject([{ operation: "webhook", fault }]);
    await flushCalls();
    const noted = await transaction("system", tx => tx.upstreamCall.findMany({ where: { trace: row?.id ?? "" } }));
    expect(noted).toMatchObject([{ upstream: "slack", outcome, attempt: 0, address: `${url}/slack/services/•••` }]);
  },
);
