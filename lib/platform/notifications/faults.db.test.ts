import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { transaction } from "../db";
import { flushCalls } from "../outbound/call-log";
import type { Fault } from "../sandbox/faults";
import { listenForMail } from "../sandbox/mail-sink";
import { listen, sandboxState } from "../sandbox/server";
import { twilioSandbox } from "../sandbox/twilio";
import { isFull } from "../testing/full-form";
import { deliver } from "./delivery";
import { enqueueMessage, type NewMessage } from "./outbox";

const state = sandboxState(0);
const account = { accountSid: "ACtest", authToken: "token_of_the_test" };
const local = { host: "127.0.0.1", port: 0 };
const http = await listen(state, [twilioSandbox(account)], local);
const mail = await listenForMail(state, local);
const environment = {
  TWILIO_API_URL: `${http.url}/twilio`,
  TWILIO_ACCOUNT_SID: account.accountSid,
  TWILIO_AUTH_TOKEN: account.authToken,
  TWILIO_FROM: "+15005550006",
  SMTP_URL: `smtp://postmaster:hunter2hunter2@127.0.0.1:${mail.port}`,
  OUTBOUND_PRIVATE_ORIGINS: http.url,
};
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);

afterAll(async () => {
  await http.close();
  await mail.close();
});
beforeEach(async () => {
  state.calls.clear();
  await transaction("system", tx => tx.outboxMessage.deleteMany());
});
// One good call, or the outages of one test would open the circuit for the next.
afterEach(async () => {
  state.faults.clear();
  await send("sms");
  await send("email");
});

const to = { sms: "+352621000001", email: "anna.muster@example.com" };

/** Writes a message and tries once to deliver it; answers its row. */
async function send(channel: "sms" | "email", change: Partial<NewMessage> = {}) {
  const message: NewMessage = { channel, recipient: to[channel], subject: "Hello", text: "Hello", ...change };
  await transaction("system", tx => enqueueMessage(tx, message));
  const { id } = await newest();
  await deliver(id);
  return newest();
}
const newest = () => transaction("system", tx => tx.outboxMessage.findFirstOrThrow({ orderBy: { createdAt: "desc" } }));

const noted = async (trace: string) => {
  await flushCalls();
  return transaction("system", tx => tx.upstreamCall.findMany({ where: { trace }, orderBy: { id: "asc" } }));
};

type Wanted = [fault: Fault, state: "sent" | "pending" | "failed", errorCode: string | null, outcome: string];

const twilioFaults: Wanted[] = [
  ["401", "failed", "auth", "auth"],
  ["403", "failed", "permission", "permission"],
  ["404", "failed", "wrong_address", "wrong_address"],
  ["429", "pending", "rate_limit", "rate_limit"],
  ["500", "pending", "unreachable", "unreachable"],
  ["503", "pending", "unreachable", "unreachable"],
  ["slow", "sent", null, "ok"],
  ["reset", "pending", "unreachable", "unreachable"],
  ["cut", "pending", "unreachable", "unreachable"],
  ["html", "failed", "unexpected", "unexpected"],
  // Under 201 it was taken, whatever else the answer says.
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

const smtpFaults: Wanted[] = [
  ["401", "failed", "smtp_535", "auth"],
  ["403", "failed", "smtp_535", "auth"],
  ["404", "failed", "smtp_550", "unexpected"],
  ["429", "pending", "smtp_451", "unreachable"],
  ["500", "pending", "smtp_451", "unreachable"],
  ["503", "pending", "smtp_451", "unreachable"],
  ["moved_total", "pending", "smtp_452", "unreachable"],
  ["slow", "sent", null, "ok"],
  ["reset", "pending", "esocket", "unreachable"],
  ["cut", "pending", "econnection", "unreachable"],
  ["empty", "pending", "econnection", "unreachable"],
  ["html", "failed", "emessage", "unexpected"],
  ["malformed", "failed", "emessage", "unexpected"],
  ["huge", "pending", "eprotocol", "unreachable"],
  ["endless", "pending", "eprotocol", "unreachable"],
  ["duplicates", "sent", null, "ok"],
  ["drift", "sent", null, "ok"],
  // Fifteen seconds of silence.
  ...(isFull ? [["hang", "pending", "etimedout", "unreachable"] satisfies Wanted] : []),
];

describe.each([
  ["twilio", "sms", twilioFaults],
  ["smtp", "email", smtpFaults],
] as const)("%s", (upstream, channel, faults) => {
  test.each(faults)(
    "bar 88: under fault %s a message is tried once and then %s (%s)",
    async (fault, end, errorCode, outcome) => {
      state.faults.add({ upstream, fault, after: 0 });
      const row = await send(channel);
      expect(row).toMatchObject({ state: end, errorCode, attempts: 1 });
      expect(state.calls.list(upstream, null)).toMatchObject([{ fault }]);
      expect(await noted(row.id)).toMatchObject([{ upstream, outcome, attempt: 0 }]);
    },
  );
});

test("bar 88: what a provider asks us to wait is waited before the next try", async () => {
  state.faults.add({ upstream: "twilio", fault: "429", after: 0 });
  const { nextAttemptAt, createdAt } = await send("sms");
  expect(Number(nextAttemptAt) - Number(createdAt)).toBeGreaterThanOrEqual(1_000);
});

test("bar 89: eight mails that fail in a row close the way for the next, which waits without a call; then one goes to see", async () => {
  state.faults.add({ upstream: "smtp", fault: "503", after: 0 });
  for (let time = 0; time < 8; time++) await send("email");
  const { state: waiting, errorCode, nextAttemptAt, createdAt, id } = await send("email");
  expect([waiting, errorCode]).toEqual(["pending", "unreachable"]);
  expect(Number(nextAttemptAt) - Number(createdAt)).toBeGreaterThan(20_000);
  expect(state.calls.list("smtp", null)).toHaveLength(8);
  expect(await noted(id), "nobody was called").toEqual([]);

  state.faults.clear();
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE upstream_breaker SET probe_after = now() WHERE name = 'smtp'`,
  );
  await new Promise(resolve => setTimeout(resolve, 600));
  expect(await send("email")).toMatchObject({ state: "sent" });
});

test("bar 80: the record of a message names neither its recipient nor what opens the provider", async () => {
  const ids = [(await send("sms")).id, (await send("email")).id];
  const rows = [...(await noted(ids[0] ?? "")), ...(await noted(ids[1] ?? ""))];
  expect(rows).toMatchObject([
    { upstream: "twilio", method: "POST", status: 201, outcome: "ok" },
    { upstream: "smtp", method: "MAIL", status: 250, outcome: "ok", address: `smtp://127.0.0.1:${mail.port}` },
  ]);
  const text = JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
  for (const secret of [...Object.values(to), "621000001", "anna", "postmaster", "hunter2", account.authToken])
    expect(text).not.toContain(secret);
});

test("bar 91: a message that Twilio gave up under 201 has failed, with Twilio's code, and is not sent again", async () => {
  const row = await send("sms", { recipient: "+15005550010" });
  expect(row).toMatchObject({ state: "failed", errorCode: "twilio_30005", providerId: null, nextAttemptAt: null });
  expect(state.calls.list("twilio", null)).toMatchObject([{ status: 201 }]);
  expect(await noted(row.id)).toMatchObject([{ outcome: "unexpected", status: 201 }]);
});
