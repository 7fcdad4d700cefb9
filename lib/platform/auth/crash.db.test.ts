import { afterAll, afterEach, expect, test, vi } from "vitest";
import { randomToken } from "../crypto";
import { type Tx, transaction } from "../db";
import { listMessages } from "../notifications/queries";
import type { Fault } from "../sandbox/faults";
import { listen, sandboxState } from "../sandbox/server";
import { twilioSandbox } from "../sandbox/twilio";
import { passTime } from "../testing/pass-time";
import { WorkerProcess } from "../testing/worker-process";
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

const workers: WorkerProcess[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map(worker => worker.kill()));
});
afterAll(() => http.close());

async function employ(): Promise<WorkerProcess> {
  const worker = await WorkerProcess.start();
  workers.push(worker);
  return worker;
}

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
const from = { address: "2001:db8:d::1", agent: "test" };
const patience = { timeout: 60_000, interval: 100 };
let serial = 0;

async function ask() {
  const [phoneNumber, browser] = [`+352621${300_000 + ++serial * 1013}`, randomToken(24)];
  const { challengeId } = await sendOtp({ phoneNumber }, { browser, ...from });
  const code = (await listMessages({ to: phoneNumber }))[0]?.code ?? "";
  const signIn = () => verifyOtp({ challengeId, otp: code }, { arrive, caller: { browser, ...from } });
  const arrivals = () =>
    state.calls.list("twilio", "messages").filter(({ detail }) => String(detail.Body).includes(code));
  const message = () => system(tx => tx.outboxMessage.findFirstOrThrow({ where: { recipient: phoneNumber } }));
  return { code, signIn, arrivals, message };
}

/** Nobody else touches a message that is being sent for a minute of the product's clock. */
const passAMinute = () => passTime(70);
const spoil = (fault: Fault) => state.faults.add({ upstream: "twilio", fault, times: 1, after: 0 });
const isSent = async (one: Awaited<ReturnType<typeof ask>>) =>
  vi.waitFor(async () => expect(await one.message()).toMatchObject({ state: "sent" }), patience);

test("bar 20: a code that was saved while no worker ran is sent once, by the next one", async () => {
  const one = await ask();
  expect(one.arrivals()).toHaveLength(0);
  await employ();
  await isSent(one);
  expect(one.arrivals()).toHaveLength(1);
  await expect(one.signIn()).resolves.toMatchObject({ isNewUser: true });
});

test("bar 20: of a worker that is killed while the provider does not answer, the next one sends the same message, once", async () => {
  const first = await employ();
  spoil("hang");
  const one = await ask();
  await vi.waitFor(() => expect(one.arrivals()).toHaveLength(1), patience);
  await first.kill();
  expect(await one.message()).toMatchObject({ state: "pending", attempts: 1 });
  await employ();
  await passAMinute();
  await isSent(one);
  expect(await one.message()).toMatchObject({ attempts: 2 });
  const [lost, arrived, ...more] = one.arrivals();
  expect(more).toEqual([]);
  expect([lost?.status, arrived?.status]).toEqual([0, 201]);
  expect(arrived?.detail).toEqual(lost?.detail);
  await expect(one.signIn()).resolves.toMatchObject({ isNewUser: true });
});

test("bar 20: killed after the provider took it and before that was written down, there is one duplicate of the same text", async () => {
  const first = await employ();
  spoil("slow");
  const one = await ask();
  await vi.waitFor(() => expect(one.arrivals()).toHaveLength(1), patience);
  await first.kill();
  await vi.waitFor(() => expect(one.arrivals()[0]?.status).toBe(201), patience);
  await employ();
  await passAMinute();
  await isSent(one);
  await new Promise(resolve => setTimeout(resolve, 3_000));
  const taken = one.arrivals();
  expect(taken.map(({ status }) => status)).toEqual([201, 201]);
  expect(taken[1]?.detail).toEqual(taken[0]?.detail);
  expect(await system(tx => tx.outboxMessage.count({ where: { state: "pending" } }))).toBe(0);
});
