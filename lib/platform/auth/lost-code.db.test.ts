import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { randomToken } from "../crypto";
import { type Tx, transaction } from "../db";
import type { AppError } from "../errors";
import { deliver } from "../notifications/delivery";
import { listMessages } from "../notifications/queries";
import type { Fault } from "../sandbox/faults";
import { listen, sandboxState } from "../sandbox/server";
import { twilioSandbox } from "../sandbox/twilio";
import { findChallengeView } from "./queries";
import { type Arrive, sendOtp, verifyOtp } from "./service";

const state = sandboxState(0);
const account = { accountSid: "ACtest", authToken: "token_of_the_test" };
const http = await listen(state, [twilioSandbox(account)], { host: "127.0.0.1", port: 0 });
const environment = {
  TWILIO_API_URL: `${http.url}/twilio`,
  TWILIO_ACCOUNT_SID: account.accountSid,
  TWILIO_AUTH_TOKEN: account.authToken,
  TWILIO_FROM: "+15005550006",
  SMTP_URL: "smtp://127.0.0.1:9",
  OUTBOUND_PRIVATE_ORIGINS: http.url,
};
for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
afterAll(() => http.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
let serial = 100_000;
let phoneNumber = "";
let browser = "";
let from = { address: "", agent: "test" };
beforeEach(() => {
  serial += 1013;
  phoneNumber = `+352621${serial}`;
  browser = randomToken(24);
  from = { address: `2001:db8:c:${serial.toString(16).slice(-4)}::1`, agent: "test" };
  state.calls.clear();
  state.faults.clear();
});

const ask = () => sendOtp({ phoneNumber }, { browser, ...from });
const verify = (challengeId: string, otp: string) =>
  verifyOtp({ challengeId, otp }, { arrive, caller: { browser, ...from } });
const messages = () =>
  system(tx => tx.outboxMessage.findMany({ where: { recipient: phoneNumber }, orderBy: { createdAt: "asc" } }));
const newest = async () => (await messages()).at(-1) ?? expect.fail("there is no message");
const codes = async () => (await listMessages({ to: phoneNumber })).map(({ code }) => code ?? "").reverse();
const sent = () => state.calls.list("twilio", "messages").map(({ detail }) => String(detail.Body));
const failNext = (fault: Fault, times = 1) => state.faults.add({ upstream: "twilio", fault, times, after: 0 });
const paid = async () =>
  (await system(tx => tx.rateBucket.findMany({ where: { key: { startsWith: "otp:" } } }))).reduce(
    (sum, { spent }) => sum + spent,
    0,
  );
const advance = (seconds: number) =>
  system(
    tx => tx.$executeRaw`
      INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
      ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
  );
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable("was not refused"),
    (error: AppError) => error.code,
  );

test.each(["401", "403", "404", "html"] as const)(
  "bar 20: after an SMS that failed for good (%s) the person asks again at once, and has paid for nothing",
  async fault => {
    const before = await paid();
    failNext(fault);
    const first = await ask();
    await deliver((await newest()).id);
    expect((await newest()).state).toBe("failed");
    expect(await paid()).toBe(before);
    expect(await findChallengeView(first.challengeId, browser)).toMatchObject({ resendIn: 0 });
    const second = await ask();
    expect(second.challengeId).toBe(first.challengeId);
    expect(second.resendIn).toBeGreaterThan(0);
    await deliver((await newest()).id);
    expect(await newest()).toMatchObject({ state: "sent" });
    const [lost = "", right = ""] = await codes();
    expect(sent().at(-1)).toContain(right);
    if (lost !== right) expect(await refusal(verify(first.challengeId, lost))).toBe("invalid_code");
    await expect(verify(first.challengeId, right)).resolves.toMatchObject({ isNewUser: true });
  },
);

test("bar 20: a code that was sent, or whose number takes no messages, costs its wait", async () => {
  const { challengeId } = await ask();
  const { id } = await newest();
  await deliver(id);
  const wait = async () => {
    const again = await ask();
    expect(again.challengeId).toBe(challengeId);
    expect(await messages()).toHaveLength(1);
    return again.resendIn;
  };
  expect(await wait()).toBeGreaterThan(50);
  const unreachable = { state: "failed", errorCode: "twilio_21610" } as const;
  await system(tx => tx.outboxMessage.update({ where: { id }, data: unreachable }));
  expect(await wait()).toBeGreaterThan(50);
});

test("bar 20: who cannot be reached for long asks at once three times, then waits like everybody", async () => {
  failNext("401", 10);
  for (let i = 0; i < 4; i++) {
    await ask();
    await deliver((await newest()).id);
  }
  expect(await messages()).toHaveLength(4);
  expect((await ask()).resendIn).toBeGreaterThan(100);
  expect(await messages()).toHaveLength(4);
});

test.each(["500", "503", "429", "reset", "cut"] as const)(
  "bar 20: an SMS that does not get through for now (%s) is tried again later, and then no more",
  async fault => {
    failNext(fault);
    const { challengeId } = await ask();
    const { id } = await newest();
    await deliver(id);
    expect(await newest()).toMatchObject({ state: "pending", attempts: 1 });
    expect((await ask()).resendIn).toBeGreaterThan(50);
    await advance(20);
    await deliver(id);
    await deliver(id);
    expect(await newest()).toMatchObject({ state: "sent", attempts: 2 });
    const [code = ""] = await codes();
    expect(sent().filter(text => text.includes(code))).toHaveLength(2);
    await expect(verify(challengeId, code)).resolves.toBeDefined();
  },
);

test("bar 20: a new code takes back the message of the old one that has not left, and what it cost", async () => {
  const before = await paid();
  failNext("503");
  await ask();
  const old = await newest();
  await deliver(old.id);
  const first = await paid();
  expect(first).toBeGreaterThan(before);
  await advance(61);
  await ask();
  expect(await paid()).toBe(first);
  for (const { id } of await messages()) await deliver(id);
  const [gone, current] = await messages();
  expect(gone).toMatchObject({ id: old.id, state: "failed", errorCode: "replaced" });
  expect(current).toMatchObject({ state: "sent" });
  const [, right = ""] = await codes();
  expect(sent()).toHaveLength(2);
  expect(sent()[1]).toContain(right);
});

test("bar 20: who stops while a message is on its way leaves it to the next one", async () => {
  failNext("hang");
  await ask();
  const { id } = await newest();
  const stopping = new AbortController();
  const delivery = deliver(id, stopping.signal);
  await vi.waitFor(() => expect(sent()).toHaveLength(1));
  stopping.abort();
  await delivery;
  expect(await newest()).toMatchObject({ state: "pending" });
  await advance(20);
  await deliver(id);
  expect(await newest()).toMatchObject({ state: "sent", attempts: 2 });
});

test("by mail the wait stays whatever becomes of the message, or it would tell who has an account", async () => {
  const email = `anna${serial}@example.com`;
  await system(tx => tx.user.create({ data: { email, emailConfirmed: true } }));
  const askByMail = (to: string) => sendOtp({ email: to }, { browser, ...from });
  await askByMail(email);
  const mail = await system(tx => tx.outboxMessage.findFirstOrThrow({ where: { recipient: email } }));
  await system(tx =>
    tx.outboxMessage.update({ where: { id: mail.id }, data: { state: "failed", errorCode: "smtp_535" } }),
  );
  await askByMail(`nobody${serial}@example.com`);
  const waits = await Promise.all(
    [email, `nobody${serial}@example.com`].map(async to => (await askByMail(to)).resendIn),
  );
  expect(Math.abs((waits[0] ?? 0) - (waits[1] ?? 99))).toBeLessThanOrEqual(1);
  expect(waits[0]).toBeGreaterThan(50);
});
