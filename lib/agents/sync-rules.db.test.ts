import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { toPartOutcome } from "@/lib/platform/flow/onboarding";
import { toAppError } from "@/lib/platform/http/envelope";
import { log } from "@/lib/platform/log";
import { giveKey, newAgentAccount, openSandboxRezen, type SandboxRezen } from "@/lib/platform/testing/sandbox-rezen";
import { findEndedSync } from "./queries/ended";
import { getStatus } from "./queries/status";
import { syncStepIds } from "./schema/sync";
import { arriveAsAgent } from "./service/arrive";
import { cancelSync, stopSyncsOfDisabled } from "./service/cancel-sync";
import { deleteKey } from "./service/delete-key";
import { askToBeTold } from "./service/notify-me";
import { quoteSync } from "./service/quote-sync";
import { resumeAfterKey, retryDueSyncs } from "./service/resume-after-key";
import { retrySync } from "./service/retry-sync";
import { runSync, runToEnd } from "./service/run-sync";
import { startSync } from "./service/start-sync";
import { toFpResult } from "./view/fp-result";
import { countsOf } from "./view/worker-result";

let rezen: SandboxRezen;
type Account = Awaited<ReturnType<typeof newAgentAccount>>;

beforeAll(async () => {
  rezen = await openSandboxRezen();
});
beforeEach(() => rezen.mend());

const self = ({ userId }: Account) => ({ id: userId, roles: [{ role: "agent" }] });
const admin = { id: 0, roles: [{ role: "admin" }] };
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const work = ({ onboardingId }: Account) =>
  runSync(onboardingId, { signal: new AbortController().signal, holdsJob: true });
const runs = ({ onboardingId }: Account) => asSystem(tx => tx.onboardingRun.count({ where: { onboardingId } }));
const disable = ({ userId }: Account) =>
  asSystem(tx => tx.$executeRaw`UPDATE "user" SET disabled_at = app_now() WHERE id = ${userId}`);

async function sync(account: Account, restart = false): Promise<number> {
  const { jobId } = await startSync(self(account), { restart });
  await work(account);
  return jobId;
}

async function resultOf({ userId }: Account, jobId: number) {
  const ended = await findEndedSync(userId, jobId);
  if (!ended) throw new Error("it goes on");
  return toFpResult(ended, { requestId: "req_1", at: new Date() });
}

/** Lets so many hours go by since the last run ended, and since the key was saved. */
const pass = ({ userId, onboardingId }: Account, hours: number) =>
  asSystem(async tx => {
    await tx.$executeRaw`
      UPDATE onboarding_run SET created_at = created_at - make_interval(hours => ${hours}::int),
        started_at = started_at - make_interval(hours => ${hours}::int), ended_at = ended_at - make_interval(hours => ${hours}::int)
      WHERE onboarding_id = ${onboardingId}`;
    await tx.$executeRaw`
      UPDATE credentials SET tested_at = tested_at - make_interval(hours => ${hours}::int) WHERE user_id = ${userId}`;
  });

test("bar 69: a process whose clock is behind tries nothing again before its time, and never for ever", async () => {
  const account = await newAgentAccount();
  rezen.fail("equity", "403");
  vi.useFakeTimers({ now: Date.now() - 3_600_000, toFake: ["Date"] });
  await sync(account).finally(() => vi.useRealTimers());
  await retryDueSyncs();
  expect(await runs(account), "not before its time").toBe(1);
  await asSystem(
    tx =>
      tx.$executeRaw`UPDATE credentials SET tested_at = app_now() + interval '1 day' WHERE user_id = ${account.userId}`,
  );
  await retryDueSyncs();
  expect(await runs(account), "a key of tomorrow was not saved while it ran").toBe(1);
});

test("bar 69: after a start that was refused everything is fetched anew, and each result tells of its own run only", async () => {
  const account = await newAgentAccount();
  const first = await sync(account);
  await deleteKey({ userId: account.userId }, "127.0.0.1");
  const { jobId } = await startSync(self(account), { restart: true });
  const refused = await resultOf(account, jobId);
  expect(refused).toMatchObject({ success: false, data: { stepsCompleted: [], failedSteps: [], errorCount: 1 } });
  expect(refused.data.workerResults, "nothing was done").toEqual({});
  const calls = rezen.count();
  await giveKey(account.userId, "team");
  await transaction({ agent: account.userId }, tx => resumeAfterKey(tx, account.userId));
  const again = await resultOf(account, first);
  expect(again, "another run has begun meanwhile").toMatchObject({
    success: true,
    data: { stepsCompleted: syncStepIds, failedSteps: [] },
  });
  expect(again.data.workerResults.agent_data).toMatchObject({ durationMs: expect.any(Number) });
  await work(account);
  expect(rezen.count() - calls, "all of it was asked for").toBeGreaterThan(syncStepIds.length);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
});

test("000: what a failed step had brought, and how long it took, stays with its run", async () => {
  const account = await newAgentAccount();
  rezen.fail("equity", "403");
  const { data } = await resultOf(account, await sync(account));
  const [done, failed] = [data.workerResults.transactions, data.workerResults.equity];
  expect(done).toMatchObject({ fetched: 12, created: 12 });
  expect((done as { durationMs: number }).durationMs).toBeGreaterThan(0);
  expect(failed).toMatchObject({ error: expect.any(String), durationMs: expect.any(Number) });
  const broken = await asSystem(async tx => {
    await tx.$executeRaw`
      UPDATE onboarding_step SET cursor = '{"counts": {"fetched": 7, "created": 5}, "place": "here"}', result = NULL
      WHERE onboarding_id = ${account.onboardingId} AND step = 'equity'`;
    return tx.onboardingStep.findFirstOrThrow({ where: { onboardingId: account.onboardingId, step: "equity" } });
  });
  const kept = toPartOutcome(broken);
  expect(countsOf(kept)).toMatchObject({ fetched: 7, created: 5 });
  expect(JSON.stringify(kept), "not where it would go on").not.toContain("place");
});

test("000: what is a day old is fetched anew by a start or a new key, and kept by a retry", async () => {
  const account = await newAgentAccount();
  const donePast = async () => (await getStatus(account.userId))?.steps.filter(({ state }) => state === "done").length;
  rezen.fail("equity", "403");
  await sync(account);
  await startSync(self(account), {});
  expect(await donePast(), "within the day it goes on").toBe(8);
  await cancelSync(self(account), {});
  await pass(account, 25);
  await startSync(self(account), {});
  expect(await donePast()).toBe(0);
  await work(account);
  await pass(account, 25);
  await retrySync(self(account), {});
  expect(await donePast()).toBe(8);
  await work(account);
  await pass(account, 25);
  await transaction({ agent: account.userId }, tx => resumeAfterKey(tx, account.userId));
  expect(await donePast()).toBe(0);
});

test("004: a disabled account is synced for nobody: not by itself, not for an admin, and what runs is stopped", async () => {
  const short = await newAgentAccount();
  rezen.fail("equity", "403");
  await sync(short);
  await pass(short, 1);
  await disable(short);
  await retryDueSyncs();
  expect(await runs(short)).toBe(1);
  const closed = { code: "illegal_transition", message: "accountDisabled" };
  await expect(startSync(admin, { userId: short.userId, restart: true })).rejects.toMatchObject(closed);
  await expect(retrySync(admin, { userId: short.userId })).rejects.toMatchObject(closed);
  const running = await newAgentAccount();
  await startSync(self(running), {});
  await disable(running);
  expect(await stopSyncsOfDisabled()).toBe(1);
  expect(await getStatus(running.userId)).toMatchObject({ state: "cancelled" });
  expect(await stopSyncsOfDisabled(), "once").toBe(0);
});

test("bar 72: a stop that a page holds up for too long says that it can be tried again, and when", async () => {
  const account = await newAgentAccount();
  await startSync(self(account), {});
  const [taken, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const page = asSystem(async tx => {
    await tx.$executeRaw`SELECT id FROM onboarding_step WHERE onboarding_id = ${account.onboardingId} FOR UPDATE`;
    taken.resolve();
    await free.promise;
  });
  await taken.promise;
  const { onboardingId } = account;
  const ways = [
    (tx: Tx) => tx.$executeRaw`UPDATE onboarding_step SET fence = fence WHERE onboarding_id = ${onboardingId}`,
    (tx: Tx) => tx.onboardingStep.updateMany({ where: { onboardingId }, data: { attempts: 0 } }),
  ];
  const thrown = await Promise.all(
    ways.map(way =>
      asSystem(async tx => {
        await tx.$executeRaw`SET LOCAL lock_timeout = '50ms'`;
        return way(tx);
      }).catch((error: unknown) => toAppError(error, "req_1")),
    ),
  );
  free.resolve();
  await page;
  for (const error of thrown)
    expect(error).toMatchObject({ code: "unavailable", retryAfterSeconds: expect.any(Number) });
});

test("bar 73: a key that does not open is told to the admins by a quote too", async () => {
  const account = await newAgentAccount();
  await asSystem(
    tx =>
      tx.$executeRaw`UPDATE credentials SET api_key = overlay(api_key placing 'AAAA' from 12) WHERE user_id = ${account.userId}`,
  );
  await quoteSync(admin, { userId: account.userId });
  const alerts = await asSystem(
    tx => tx.$queryRaw<object[]>`
    SELECT FROM alert WHERE rule = 'unreadable_secret' AND (detail->>'row')::int = ${account.userId}`,
  );
  expect(alerts).toHaveLength(1);
});

test("000: a quote tells how long it takes by the syncs of others within three months, and of nobody's before that", async () => {
  await sync(await newAgentAccount());
  const { userId } = await newAgentAccount(null);
  const minutes = async () => (await quoteSync(admin, { userId })).estimatedMinutes;
  expect(await minutes()).toEqual(expect.any(Number));
  await asSystem(tx => tx.$executeRaw`UPDATE onboarding_run SET ended_at = ended_at - interval '91 days'`);
  expect(await minutes()).toBeNull();
});

test("000: who waits for a sync that a worker holds writes nothing about it", async () => {
  const account = await newAgentAccount();
  await startSync(self(account), { restart: true });
  await asSystem(
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET state = 'running', heartbeat_at = now() + interval '1 hour'
      WHERE onboarding_id = ${account.onboardingId} AND step = 'agent_data'`,
  );
  const told = vi.spyOn(log, "info");
  await expect(runToEnd(admin, account.userId, 100)).rejects.toMatchObject({ code: "sync_not_finished" });
  expect(told.mock.calls.filter(([detail]) => detail instanceof Object && "err" in detail)).toEqual([]);
  told.mockRestore();
});

test("bar 68: an address that nobody has confirmed gets three mails a day at most, and one welcome", async () => {
  const account = await newAgentAccount();
  const email = "victim@example.com";
  await asSystem(tx => tx.user.update({ where: { id: account.userId }, data: { email } }));
  await startSync(self(account), {});
  const ask = (channel: "email" | "sms") => askToBeTold(account.userId, account.onboardingId, { channel });
  for (let time = 0; time < 3; time++) await ask("email");
  await expect(ask("email")).rejects.toMatchObject({ code: "rate_limited", message: "unconfirmedAddress" });
  expect(await ask("sms")).toMatchObject({ channel: "sms" });
  await asSystem(tx => tx.user.update({ where: { id: account.userId }, data: { emailConfirmed: true } }));
  expect(await ask("email")).toMatchObject({ channel: "email" });
  for (const serial of [1, 2]) await asSystem(tx => arriveTyped(tx, { serial, email }));
  const welcomed = await asSystem(tx =>
    tx.outboxMessage.count({ where: { recipient: email, dedupeKey: { startsWith: "agent.welcome:" } } }),
  );
  expect(welcomed).toBe(1);
});

/** Somebody who signs up with this address and enters the code. */
async function arriveTyped(tx: Tx, { serial, email }: { serial: number; email: string }): Promise<void> {
  const phoneNumber = `+1415557${String(serial).padStart(4, "0")}`;
  const id = `11111111-1111-4111-8111-00000000000${serial}`;
  const { id: userId } = await tx.user.create({ data: { phoneNumber }, select: { id: true } });
  await tx.$executeRaw`INSERT INTO agent_signup (phone_number, browser_hash, name, email, created_at) VALUES (${phoneNumber}, 'b', 'Ada', ${email}, app_now())`;
  await tx.$executeRaw`
    INSERT INTO otp_challenge (id, purpose, channel, identifier, audience, code_hash, browser_hash, resend_at, expires_at, used_at)
    VALUES (${id}, 'signup', 'sms', ${phoneNumber}, 'agent', 'c', 'b', app_now(), app_now(), app_now())`;
  await arriveAsAgent(tx, { userId, signUp: id });
}
