import { afterAll, expect, test, vi } from "vitest";
import type { SessionUser } from "../auth/session";
import { createStaff } from "../auth/staff";
import { type Tx, transaction } from "../db";
import { deliver } from "../notifications/delivery";
import { listenForMail } from "../sandbox/mail-sink";
import { listen, sandboxState } from "../sandbox/server";
import { sandboxSlack, slackSandbox } from "../sandbox/slack";
import { twilioSandbox } from "../sandbox/twilio";
import { getTest, testRule } from "./service";
import { findArrival, writeTestAlert } from "./service/test-alert";

const state = sandboxState(0);
const local = { host: "127.0.0.1", port: 0 };
const account = { accountSid: "ACtest", authToken: "token_of_the_test" };
const http = await listen(state, [twilioSandbox(account), slackSandbox()], local);
const mail = await listenForMail(state, local);
const environment = {
  RATE_LIMIT_SCALE: "1",
  TWILIO_API_URL: `${http.url}/twilio`,
  TWILIO_ACCOUNT_SID: account.accountSid,
  TWILIO_AUTH_TOKEN: account.authToken,
  TWILIO_FROM: "+15005550006",
  SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
  SLACK_API_URL: `${http.url}/slack/api`,
  SLACK_BOT_TOKEN: sandboxSlack.token,
  SLACK_CHANNEL: "#onboarding",
  OUTBOUND_PRIVATE_ORIGINS: http.url,
};
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
afterAll(async () => {
  await http.close();
  await mail.close();
});

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const actor = await system(async tx => {
  const id = await createStaff(tx, {
    phoneNumber: "+352621000001",
    role: "admin",
    name: "Alex",
    email: "alex@example.com",
  });
  await createStaff(tx, { phoneNumber: "+352621000002", role: "operator", name: "Olga", email: "olga@example.com" });
  return { id, roles: [{ role: "admin" }] } as SessionUser;
});
const order = { actor, caller: { address: "127.0.0.1", agent: "test" } };

test("F24: a test goes by every channel once, and is seen to arrive, to wait, and to be refused for good", async () => {
  const [kind, topic] = ["dead_man" as const, "alert-test:one"];
  const write = (channels: string[]) => system(tx => writeTestAlert(tx, { kind, channels, topic }));
  expect(await write(["slack", "sms"]), "mail always").toBe(3);
  expect(await write(["slack", "sms"]), "once").toBe(3);
  const arrival = () => system(tx => findArrival(tx, topic));
  const unsent = { state: "pending", seconds: null, error: null };
  const written = await arrival();
  expect(written).toMatchObject(["email", "slack", "sms"].map(channel => ({ channel, ...unsent })));
  const idOf = (channel: string) => written.find(one => one.channel === channel)?.id ?? "";

  state.faults.add({ upstream: "smtp", fault: "404", after: 0 });
  state.faults.add({ upstream: "twilio", fault: "503", after: 0 });
  for (const { id } of written) await deliver(id);
  const [mailed, texted, slacked] = ["email", "sms", "slack"].map(channel => idOf(channel));
  const seen = new Map((await arrival()).map(one => [one.id, one]));
  expect(seen.get(mailed ?? ""), "no such mailbox").toMatchObject({
    state: "failed",
    seconds: null,
    error: "smtp_550",
  });
  expect(seen.get(texted ?? ""), "it is tried again").toMatchObject({ state: "pending", seconds: null });
  expect(seen.get(texted ?? "")?.error).not.toBeNull();
  expect(seen.get(slacked ?? "")).toMatchObject({ state: "arrived", error: null });
  expect(seen.get(slacked ?? "")?.seconds).toBeGreaterThanOrEqual(0);
  state.faults.clear();
  const sent: number[] = [];
  for (const another of ["two", "three", "four"])
    sent.push(await system(tx => writeTestAlert(tx, { kind, channels: ["sms"], topic: another })));
  expect(sent, "three texts in an hour").toEqual([2, 2, 1]);
});

test("F24: whoever asks for the test of a rule sees its newest, and how long it took", async () => {
  expect(await getTest("stalled_runs")).toEqual({ sent: 0, at: null, messages: [] });
  await testRule("stalled_runs", order);
  const told = await testRule("stalled_runs", order);
  expect(told).toMatchObject({ sent: 1, messages: [{ channel: "email", state: "pending" }] });
  await deliver(told.messages[0]?.id ?? "");
  const { messages } = await getTest("stalled_runs");
  expect(messages).toMatchObject([{ id: told.messages[0]?.id, state: "arrived", error: null }]);
  expect(messages[0]?.seconds).toBeLessThan(60);
  expect(state.calls.list("smtp", "mail").at(-1)?.detail.subject).toMatch(/^Test: /);
  await expect(getTest("nothing")).rejects.toMatchObject({ code: "not_found" });
});
