import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { transaction } from "../db";
import { spend } from "../rate-limit";
import { listenForMail } from "../sandbox/mail-sink";
import { listen, sandboxState } from "../sandbox/server";
import { twilioSandbox } from "../sandbox/twilio";
import { deliver } from "./delivery";
import { nudgeDueMessages } from "./jobs";
import { enqueueMessage, type NewMessage } from "./outbox";
import { listMessages } from "./queries";

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
  SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
  OUTBOUND_PRIVATE_ORIGINS: http.url,
};
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);

afterAll(async () => {
  await http.close();
  await mail.close();
});
beforeEach(async () => {
  state.calls.clear();
  state.faults.clear();
  await transaction("system", tx => tx.outboxMessage.deleteMany());
});

async function enqueue(message: Partial<NewMessage> = {}): Promise<string> {
  const whole: NewMessage = { channel: "sms", recipient: "+352621000001", text: "Hello", ...message };
  await transaction("system", tx => enqueueMessage(tx, whole));
  return (await find()).id;
}
const find = () => transaction("system", tx => tx.outboxMessage.findFirstOrThrow({ orderBy: { createdAt: "desc" } }));
const countJobs = async () =>
  Number(
    (await transaction("system", tx => tx.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM pgboss.job`))[0]?.count,
  );
const advance = (seconds: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
    INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
    ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );

test("ten deliverers at once send one SMS", async () => {
  const id = await enqueue({ text: "012345 is your Gangway code", code: "012345" });
  await Promise.all(Array.from({ length: 10 }, () => deliver(id)));
  const calls = state.calls.list("twilio", "messages");
  expect(calls.map(call => call.detail)).toEqual([
    { To: "+352621000001", From: "+15005550006", Body: "012345 is your Gangway code" },
  ]);
  expect(await find()).toMatchObject({
    state: "sent",
    providerId: expect.stringMatching(/^SM/),
    attempts: 1,
    nextAttemptAt: null,
  });
});

test("a mail leaves with subject, text and HTML", async () => {
  const id = await enqueue({
    channel: "email",
    recipient: "anna@example.com",
    subject: "Hello",
    text: "Text",
    html: "<p>HTML</p>",
  });
  await deliver(id);
  expect(await find()).toMatchObject({ state: "sent", providerId: expect.stringContaining(id) });
  expect(state.calls.list("smtp", null)).toHaveLength(1);
});

test("a passing failure is tried again later, and only then", async () => {
  state.faults.add({ upstream: "twilio", fault: "503", times: 1, after: 0 });
  const id = await enqueue();
  await deliver(id);
  expect(await find()).toMatchObject({ state: "pending", errorCode: "unreachable", attempts: 1 });
  await deliver(id);
  expect(state.calls.list("twilio", null)).toHaveLength(1);
  await advance(10);
  expect(await transaction("system", nudgeDueMessages)).toBe(1);
  await deliver(id);
  expect(await find()).toMatchObject({ state: "sent", attempts: 2, errorCode: null });
});

test("a lasting failure ends the message", async () => {
  const id = await enqueue({ recipient: "+15005550001" });
  await deliver(id);
  expect(await find()).toMatchObject({ state: "failed", errorCode: "twilio_21211", nextAttemptAt: null });
});

test("a mail server that is busy is asked again", async () => {
  state.faults.add({ upstream: "smtp", fault: "503", times: 1, after: 0 });
  const id = await enqueue({ channel: "email", recipient: "anna@example.com" });
  await deliver(id);
  expect(await find()).toMatchObject({ state: "pending", errorCode: expect.stringMatching(/^smtp_4/) });
});

test.each([
  ["a code is given up after the tenth try", 300, 9, "failed"],
  ["news wait on for a mail server that is out", undefined, 20, "pending"],
  ["and are given up after a day", undefined, 33, "failed"],
])("%s", async (_, usefulForSeconds, attempts, end) => {
  state.faults.add({ upstream: "smtp", fault: "503", times: 1, after: 0 });
  const recipient = "anna@example.com";
  const id = await enqueue({ channel: "email", recipient, ...(usefulForSeconds ? { usefulForSeconds } : {}) });
  await transaction("system", tx => tx.outboxMessage.update({ where: { id }, data: { attempts } }));
  await deliver(id);
  expect(await find()).toMatchObject({ id, state: end, errorCode: expect.stringMatching(/^smtp_4/) });
});

test("a code that nobody wants any more is not sent", async () => {
  const id = await enqueue({ usefulForSeconds: 300 });
  await advance(301);
  await deliver(id);
  expect(await find()).toMatchObject({ state: "failed", errorCode: "too_late" });
  expect(state.calls.list("twilio", null)).toEqual([]);
});

test("what a message cost is given back when we fail for good, not when it was sent or its recipient is not there", async () => {
  const limit = { key: "cost", limit: 5, windowSeconds: 600 };
  const spentAfter = async (message: Partial<NewMessage>, before: () => Promise<unknown>) => {
    await transaction("system", tx => tx.rateBucket.deleteMany());
    const paid = await transaction("system", tx => spend(tx, [limit]));
    const id = await enqueue({ ...message, spent: paid.ok ? paid.receipts : [] });
    await before();
    await deliver(id);
    return (await transaction("system", tx => tx.rateBucket.findUniqueOrThrow({ where: { key: "cost" } }))).spent;
  };
  const nothing = async () => undefined;
  const refuseUs = async () => state.faults.add({ upstream: "twilio", fault: "401", times: 1, after: 0 });
  expect(await spentAfter({}, nothing)).toBe(1);
  expect(await spentAfter({}, refuseUs)).toBe(0);
  expect(await spentAfter({ usefulForSeconds: 300 }, () => advance(301))).toBe(0);
  expect(await spentAfter({ recipient: "+15005550001" }, nothing)).toBe(1);
});

test("a message that cannot be opened, and one that was tried too often, end and are not sent (bar 63)", async () => {
  const poisoned = await enqueue();
  await transaction("system", tx =>
    tx.outboxMessage.update({ where: { id: poisoned }, data: { payload: "g1.k1.x.y.z" } }),
  );
  await deliver(poisoned);
  expect(await find()).toMatchObject({ state: "failed", errorCode: "unreadable" });
  const deadly = await enqueue();
  await transaction("system", tx => tx.outboxMessage.update({ where: { id: deadly }, data: { attempts: 1000 } }));
  await deliver(deadly);
  expect(await find()).toMatchObject({ id: deadly, state: "failed", errorCode: "gave_up" });
  expect(state.calls.list("twilio", "messages")).toEqual([]);
});

test("a message of a master key that is not known here yet waits, and is sent where it is known (bar 63)", async () => {
  const id = await enqueue({ usefulForSeconds: 300 });
  const { payload } = await find();
  const keep = (data: { payload: string | null }) =>
    transaction("system", tx => tx.outboxMessage.update({ where: { id }, data }));
  const newer = payload?.replace(/^g1\.\w+\./, "g1.newer.") ?? null;
  await keep({ payload: newer });
  await deliver(id);
  expect(await find()).toMatchObject({ state: "pending", errorCode: "key_missing", payload: newer });
  await keep({ payload });
  await advance(10);
  await deliver(id);
  expect(await find()).toMatchObject({ state: "sent", errorCode: null });
});

test("a rollback leaves neither message nor job, a second message of one key is not written", async () => {
  const before = await countJobs();
  const message: NewMessage = { channel: "sms", recipient: "+352621000001", text: "Hello", dedupeKey: "once" };
  await expect(
    transaction("system", async tx => {
      await enqueueMessage(tx, message);
      throw new Error("changed my mind");
    }),
  ).rejects.toThrow();
  expect(await countJobs()).toBe(before);
  await enqueue(message);
  await enqueue(message);
  expect(await transaction("system", tx => tx.outboxMessage.count())).toBe(1);
  expect(await countJobs()).toBe(before + 1);
});

test("a withheld message costs the same rows and is never sent nor shown", async () => {
  const before = await countJobs();
  const id = await enqueue({ withheld: true });
  await deliver(id);
  expect(await countJobs()).toBe(before + 1);
  expect(state.calls.list("twilio", null)).toEqual([]);
  expect(await listMessages({})).toEqual([]);
});

test("the outbox shows the newest message first, by recipient and channel", async () => {
  await enqueue({ text: "first", code: "111111" });
  await enqueue({ text: "second", code: "222222" });
  await enqueue({ channel: "email", recipient: "anna@example.com", text: "mail" });
  expect((await listMessages({ to: "+352621000001" })).map(message => message.code)).toEqual(["222222", "111111"]);
  expect((await listMessages({ to: " 352621000001" })).map(message => message.code)).toEqual(["222222", "111111"]);
  expect((await listMessages({ channel: "email" })).map(message => message.body)).toEqual(["mail"]);
});

test("in production the text is wiped on delivery and the outbox cannot be read", async () => {
  const id = await enqueue();
  vi.resetModules();
  const noSlack = { SLACK_BOT_TOKEN: "", SLACK_CHANNEL: "" };
  const production = { ...environment, ...noSlack, APP_ENV: "production", APP_URL: "https://gangway.example" };
  for (const [name, value] of Object.entries(production)) vi.stubEnv(name, value);
  const [{ deliver: deliverThere }, { listMessages: listThere }] = await Promise.all([
    import("./delivery"),
    import("./queries"),
  ]);
  await deliverThere(id);
  expect(await find()).toMatchObject({ state: "sent", payload: null });
  await expect(listThere({})).rejects.toThrow("production");
  const kept: boolean[] = [];
  for (const dedupeKey of ["store.welcome:1", "reminder:1", "otp:1:1"]) {
    const refused = await enqueue({ dedupeKey });
    state.faults.add({ upstream: "twilio", fault: "401", times: 1, after: 0 });
    await deliverThere(refused);
    const now = await find();
    kept.push(now.payload !== null);
    expect([now.id, now.state]).toEqual([refused, "failed"]);
  }
  expect(kept, "codes and reminders do not go out again").toEqual([true, false, false]);
});
