import { beforeAll, beforeEach, expect, test } from "vitest";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { type Claim, claimStep, commitPage } from "@/lib/platform/flow/claim";
import { giveKey, newAgentAccount, openSandboxRezen, type SandboxRezen } from "@/lib/platform/testing/sandbox-rezen";
import { findAgentItem } from "./queries/admin";
import { getSchedule } from "./queries/schedule";
import { getStatus } from "./queries/status";
import { beginDueSyncs } from "./service/begin-due-syncs";
import { cancelSync } from "./service/cancel-sync";
import { deleteKey } from "./service/delete-key";
import { pauseSync, resumePausedAgent, resumeSync } from "./service/pause-sync";
import { resumeAfterKey, retryDueSyncs } from "./service/resume-after-key";
import { retrySync } from "./service/retry-sync";
import { runSync } from "./service/run-sync";
import { setSchedule } from "./service/set-schedule";
import { startSync } from "./service/start-sync";

let rezen: SandboxRezen;
type Account = Awaited<ReturnType<typeof newAgentAccount>>;

beforeAll(async () => {
  rezen = await openSandboxRezen();
});
beforeEach(() => rezen.mend());

const self = ({ userId }: Account) => ({ id: userId, roles: [{ role: "agent" }] });
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const work = ({ onboardingId }: Account) =>
  runSync(onboardingId, { signal: new AbortController().signal, holdsJob: true });
const triggers = async ({ onboardingId }: Account) => {
  const rows = await asSystem(tx => tx.onboardingRun.findMany({ where: { onboardingId }, orderBy: { number: "asc" } }));
  return rows.map(({ trigger }) => trigger);
};
const isDueNow = ({ userId }: Account) =>
  asSystem(tx => tx.$executeRaw`UPDATE agent SET next_sync_at = app_now() WHERE user_id = ${userId}`);

const planIn = ({ userId }: Account, hours: number) =>
  asSystem(
    tx => tx.$executeRaw`
      UPDATE agent SET next_sync_at = app_now() + make_interval(hours => ${hours}::int) WHERE user_id = ${userId}`,
  );

async function newSynced(): Promise<Account> {
  const account = await newAgentAccount();
  await startSync(self(account), {});
  await work(account);
  return account;
}

/** As if its runs had been so many hours earlier. */
const passHours = ({ onboardingId }: Account, hours: number) =>
  asSystem(async tx => {
    const past = Prisma.sql`make_interval(hours => ${hours}::int)`;
    await tx.$executeRaw`
      UPDATE onboarding_run SET ended_at = ended_at - ${past}, created_at = created_at - ${past} WHERE onboarding_id = ${onboardingId}`;
  });
const passAnHour = (account: Account) => passHours(account, 1);

/** In how many hours the next sync of an account is planned; null for none. */
const hoursToNext = async ({ userId }: Account): Promise<number | null> => {
  const [row] = await asSystem(
    tx => tx.$queryRaw<{ hours: number | null }[]>`
      SELECT (extract(epoch FROM next_sync_at - app_now()) / 3600)::float8 AS hours FROM agent WHERE user_id = ${userId}`,
  );
  return row?.hours ?? null;
};

const noticesOf = async ({ userId }: Account) =>
  (await asSystem(tx => tx.notice.findMany({ where: { userId }, orderBy: { id: "asc" } }))).map(({ kind }) => kind);

test("A28: a sync plans the next one for a day later, half an hour more or less, or as its owner wishes", async () => {
  const account = await newAgentAccount();
  expect(await hoursToNext(account), "nothing before the first").toBeNull();
  await startSync(self(account), {});
  await work(account);
  const within = async (hours: number) => Math.abs(((await hoursToNext(account)) ?? 0) - hours) < 0.51;
  expect(await within(24)).toBe(true);
  await setSchedule(account, { every: "week" });
  expect(await within(168)).toBe(true);
  await setSchedule(account, { every: "never" });
  expect(await hoursToNext(account)).toBeNull();
  expect(await getSchedule(account.userId)).toEqual({ every: "never", nextSyncAt: null, pausedAt: null });
});

test("A28: a refresh of one data set, or a stop, leaves the next sync as planned; one that reads everything plans it anew", async () => {
  const account = await newAgentAccount();
  await startSync(self(account), {});
  await cancelSync(self(account), {});
  const isADayAway = async () => Math.abs(((await hoursToNext(account)) ?? 0) - 24) < 0.51;
  expect(await isADayAway(), "nothing was planned, and what was stopped comes by itself").toBe(true);
  await planIn(account, 7);
  const asPlanned = async () => Math.abs(((await hoursToNext(account)) ?? 0) - 7) < 0.1;
  await startSync(self(account), {});
  await pauseSync(self(account), {});
  await resumeSync(self(account), {});
  await work(account);
  expect(await isADayAway(), "all of it was read, with a pause").toBe(true);
  await planIn(account, 7);
  await retrySync(self(account), { steps: ["equity"] });
  await work(account);
  expect(await asPlanned(), "one data set was read").toBe(true);
  await startSync(self(account), { restart: true });
  await cancelSync(self(account), {});
  expect(await asPlanned(), "nothing was read").toBe(true);
  await isDueNow(account);
  await beginDueSyncs();
  await cancelSync(self(account), {});
  expect(await isADayAway(), "what was due was stopped, and does not begin at once again").toBe(true);
  await startSync(self(account), { restart: true });
  await isDueNow(account);
  await cancelSync(self(account), {});
  const begun = await triggers(account);
  await beginDueSyncs();
  expect(await triggers(account), "nor what fell due while another went on that was stopped").toEqual(begun);
  expect(await isADayAway()).toBe(true);
  rezen.fail("", "404");
  await startSync(self(account), { restart: true });
  await isDueNow(account);
  await work(account);
  expect([(await getStatus(account.userId))?.state, await isADayAway()], "or brought nothing").toEqual([
    "failed",
    true,
  ]);
  await setSchedule(account, { every: "week" });
  expect(Math.abs(((await hoursToNext(account)) ?? 0) - 168), "another rhythm is another plan").toBeLessThan(0.51);
});

test("bar 62: of many that come for a due sync one begins it, and its end plans the next", async () => {
  const account = await newSynced();
  await beginDueSyncs();
  expect(await triggers(account), "not before its time").toEqual(["owner"]);
  await isDueNow(account);
  await Promise.all([beginDueSyncs(), beginDueSyncs(), beginDueSyncs()]);
  expect(await triggers(account)).toEqual(["owner", "schedule"]);
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
  expect(await noticesOf(account), "one that came by itself, and is complete as ever, rings no bell").toEqual([
    "agent_sync_started",
    "agent_sync_complete",
  ]);
  expect(await hoursToNext(account)).toBeGreaterThan(23);
  await beginDueSyncs();
  expect(await triggers(account)).toHaveLength(2);
});

test("A28: none begins for who has paused, has no key that works, or is disabled, until that is over", async () => {
  const account = await newSynced();
  await isDueNow(account);
  const { userId } = account;
  await pauseSync(self(account), {});
  await beginDueSyncs();
  expect(await triggers(account), "paused").toHaveLength(1);
  await resumeSync(self(account), {});
  await deleteKey({ userId }, "127.0.0.1");
  await beginDueSyncs();
  expect(await triggers(account), "no key").toHaveLength(1);
  await giveKey(userId, "team");
  await asSystem(tx => tx.$executeRaw`UPDATE "user" SET disabled_at = app_now() WHERE id = ${userId}`);
  await beginDueSyncs();
  expect(await triggers(account), "disabled").toHaveLength(1);
  await asSystem(tx => tx.$executeRaw`UPDATE "user" SET disabled_at = NULL WHERE id = ${userId}`);
  await beginDueSyncs();
  expect(await triggers(account)).toEqual(["owner", "schedule"]);
});

test("A21: a pause lets the page be finished and no other, counts no try, and resuming goes on at the same place", async () => {
  const account = await newAgentAccount();
  const { userId, onboardingId } = account;
  const { jobId: runId } = await startSync(self(account), {});
  const scope = { agent: userId };
  const claim = (await claimStep(scope, { onboardingId, runId, step: "agent_data", holdsJob: true })) as Claim;
  const cursor = { agent: "somebody", page: 3 };
  await commitPage(scope, claim, { done: 5, cursor });
  await pauseSync(self(account), {});
  expect(await pauseSync(self(account), {}), "twice says it once").toMatchObject({ jobId: runId });
  await expect(commitPage(scope, claim, { done: 9 })).rejects.toThrow();
  expect(await getStatus(userId)).toMatchObject({ state: "waiting", waitingFor: "resume" });
  const before = rezen.count();
  await work(account);
  expect(rezen.count(), "nobody is called").toBe(before);
  const [part] = await asSystem(
    tx => tx.$queryRaw<unknown[]>`
      SELECT attempts, done, cursor, state::text FROM onboarding_step WHERE onboarding_id = ${onboardingId} AND step = 'agent_data'`,
  );
  expect(part).toEqual({ attempts: 0, done: 5, cursor, state: "waiting" });
  const byAdmin = { userId, reason: "They asked by phone" };
  expect(await resumePausedAgent({ id: userId, roles: [{ role: "admin" }] }, byAdmin)).toEqual({
    pausedAt: null,
    jobId: runId,
  });
  await expect(resumePausedAgent(self(account), byAdmin), "nothing is paused").rejects.toMatchObject({
    code: "illegal_transition",
  });
  expect(await resumeSync(self(account), {}), "its owner has what they want").toEqual({ pausedAt: null, jobId: runId });
  await work(account);
  expect(await getStatus(userId)).toMatchObject({ status: "Complete" });
  expect(await triggers(account)).toEqual(["owner"]);
  const acts = await asSystem(
    tx => tx.$queryRaw<{ action: string }[]>`
      SELECT action FROM audit_entry WHERE subject_kind = 'agent' AND subject_id = ${String(userId)} AND action LIKE 'agent.sync_%ed' ORDER BY id`,
  );
  expect(acts.map(({ action }) => action)).toEqual(["agent.sync_started", "agent.sync_paused", "agent.sync_resumed"]);
});

test("A28: after a stop the refresh of one data set reads that one alone, also when it is tried again by itself; the rest goes on when it is asked for", async () => {
  const account = await newAgentAccount();
  const { userId, onboardingId } = account;
  const { jobId: runId } = await startSync(self(account), {});
  const scope = { agent: userId };
  const claim = (await claimStep(scope, { onboardingId, runId, step: "listings", holdsJob: true })) as Claim;
  await commitPage(scope, claim, { done: 2, cursor: { pages: 1 } });
  await cancelSync(self(account), {});
  const states = async () => {
    const { steps = [], ...status } = (await getStatus(userId)) ?? {};
    const read = steps.filter(({ state }) => state !== "cancelled").map(({ id, state }) => [id, state]);
    return { ...status, read, listings: steps.find(({ id }) => id === "listings") };
  };
  rezen.fail("equity", "403");
  await retrySync(self(account), { steps: ["equity"] });
  expect(await states(), "while it goes on").toMatchObject({ state: "pending", read: [["equity", "pending"]] });
  await work(account);
  expect(await states()).toMatchObject({
    state: "failed",
    read: [["equity", "failed"]],
    listings: { done: 2, error: null },
  });
  const told = await asSystem(tx => tx.notice.findFirstOrThrow({ where: { userId }, orderBy: { id: "desc" } }));
  expect(told.values, "what stopped it is what it tells").toMatchObject({
    reason: expect.stringMatching(/right|may not/),
  });
  const atDesk = await findAgentItem({ roles: [{ role: "admin", storeId: null }] }, userId);
  expect(atDesk, "and so does the desk").toMatchObject({
    failed: ["equity"],
    error: expect.stringMatching(/right|may not/),
  });
  rezen.mend();
  await passAnHour(account);
  await retryDueSyncs();
  await work(account);
  expect(await states()).toMatchObject({ state: "partial", read: [["equity", "done"]], nextRetryAt: null });
  await retrySync(self(account), { steps: ["equity"] });
  await work(account);
  await passAnHour(account);
  await retryDueSyncs();
  await transaction(scope, tx => resumeAfterKey(tx, userId));
  expect(await triggers(account), "nothing is missing that somebody wanted").toEqual([
    "owner",
    "owner",
    "again",
    "owner",
  ]);
  expect((await states()).nextRetryAt).toBeNull();
  await retrySync(self(account), {});
  await work(account);
  expect(await states()).toMatchObject({ status: "Complete", listings: { state: "done", done: 4 } });
});

test("A28: a key that is saved days after a refresh has failed goes on from no place of then: all is read anew", async () => {
  const account = await newAgentAccount();
  const { userId, onboardingId } = account;
  const scope = { agent: userId };
  const { jobId: runId } = await startSync(self(account), {});
  const claim = (await claimStep(scope, { onboardingId, runId, step: "listings", holdsJob: true })) as Claim;
  await commitPage(scope, claim, { done: 2, cursor: { pages: 1 } });
  await cancelSync(self(account), {});
  rezen.fail("listings", "403");
  await retrySync(self(account), { steps: ["listings"] });
  await work(account);
  const cursors = async () => {
    const steps = await asSystem(tx => tx.onboardingStep.findMany({ where: { onboardingId, parent: { not: null } } }));
    return steps.filter(({ cursor }) => cursor !== null).map(({ step }) => step);
  };
  expect(await cursors(), "it broke off in the middle").toEqual(["listings"]);
  await passHours(account, 25);
  await transaction(scope, tx => resumeAfterKey(tx, userId));
  expect([await triggers(account), await cursors()]).toEqual([["owner", "owner", "key"], []]);
});

test("A21: what would begin by itself waits for the end of a pause, and a paused sync can be stopped", async () => {
  rezen.fail("equity", "403");
  const account = await newSynced();
  const { userId } = account;
  await passAnHour(account);
  await pauseSync(self(account), {});
  await retryDueSyncs();
  await transaction({ agent: userId }, tx => resumeAfterKey(tx, userId));
  expect(await triggers(account)).toEqual(["owner"]);
  await startSync(self(account), { restart: true });
  expect((await getSchedule(userId)).pausedAt, "who starts resumes").toBeNull();
  await pauseSync(self(account), {});
  await cancelSync(self(account), {});
  expect(await getStatus(userId)).toMatchObject({ state: "cancelled" });
});

/** Pauses a sync in the middle of its first part, of which `minutes` had passed, so many hours ago. */
async function pauseLongAgo(account: Account, { hours, minutes = 0 }: { hours: number; minutes?: number }) {
  const { userId, onboardingId } = account;
  const { jobId: runId } = await startSync(self(account), {});
  const claiming = { onboardingId, runId, step: "agent_data", holdsJob: true };
  const claim = (await claimStep({ agent: userId }, claiming)) as Claim;
  await commitPage({ agent: userId }, claim, { done: 5, total: 9, cursor: { page: 3 } });
  await pauseSync(self(account), {});
  await asSystem(async tx => {
    await tx.$executeRaw`UPDATE agent SET sync_paused_at = app_now() - make_interval(hours => ${hours}::int) WHERE user_id = ${userId}`;
    await tx.$executeRaw`
      UPDATE onboarding_step SET started_at = app_now() - make_interval(hours => ${hours}::int, mins => ${minutes}::int)
      WHERE onboarding_id = ${onboardingId} AND step = 'agent_data'`;
  });
  await resumeSync(self(account), {});
  const [part] = await asSystem(
    tx => tx.$queryRaw<unknown[]>`
      SELECT s.done, s.total, s.cursor, round(extract(epoch FROM app_now() - s.started_at) / 60)::int AS minutes, r.is_whole AS "isWhole"
      FROM onboarding_step s JOIN onboarding_run r ON r.id = ${runId} WHERE s.onboarding_id = ${onboardingId} AND s.step = 'agent_data'`,
  );
  return part;
}

test("A21: the time of a pause is nobody's: no part took it, and no estimate is made of such a run", async () => {
  const part = await pauseLongAgo(await newAgentAccount(), { hours: 20, minutes: 7 });
  expect(part).toEqual({ done: 5, total: 9, cursor: { page: 3 }, minutes: 7, isWhole: false });
});

test("A21: after a pause of more than a day what was begun is read from its start", async () => {
  const part = await pauseLongAgo(await newAgentAccount(), { hours: 25 });
  expect(part).toEqual({ done: 0, total: null, cursor: null, minutes: null, isWhole: false });
});

test("A21: who resumes, or starts anew, does not wait for a job that was to come later", async () => {
  const account = await newAgentAccount();
  const jobs = () =>
    asSystem(
      tx => tx.$queryRaw<{ isDue: boolean }[]>`
      SELECT start_after <= now() AS "isDue" FROM pgboss.job WHERE singleton_key = ${String(account.onboardingId)} AND state = 'created'`,
    );
  const putOff = () =>
    asSystem(
      tx => tx.$executeRaw`
      UPDATE pgboss.job SET start_after = now() + interval '30 min' WHERE singleton_key = ${String(account.onboardingId)}`,
    );
  await startSync(self(account), {});
  await putOff();
  await pauseSync(self(account), {});
  await resumeSync(self(account), {});
  expect(await jobs()).toEqual([{ isDue: true }]);
  await putOff();
  await cancelSync(self(account), {});
  await startSync(self(account), {});
  expect(await jobs()).toEqual([{ isDue: true }]);
});

test("bar 74: of many syncs that are due only so many go on at once, those that wait for somebody apart", async () => {
  const goingOn = () =>
    asSystem(tx =>
      tx.onboardingRun.findMany({
        where: { trigger: "schedule", endedAt: null, status: { not: "waiting" } },
        select: { onboardingId: true },
      }),
    );
  for (const { onboardingId } of await goingOn()) await work({ onboardingId, userId: 0 });
  const accounts: Account[] = [];
  for (let at = 0; at < 11; at++) accounts.push(await newAgentAccount());
  for (const account of accounts) await isDueNow(account);
  expect(await beginDueSyncs()).toBe(8);
  expect(await beginDueSyncs(), "they go on").toBe(0);
  const begun = await goingOn();
  const [first, second] = accounts.filter(({ onboardingId }) => begun.some(run => run.onboardingId === onboardingId));
  if (!first || !second) throw new Error("none has begun");
  await work(first);
  await pauseSync(self(second), {});
  expect(await beginDueSyncs(), "one has ended, and one waits").toBe(2);
  expect(await goingOn()).toHaveLength(8);
});
