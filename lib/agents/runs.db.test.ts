import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { decrypt } from "@/lib/platform/crypto";
import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { contentContext } from "@/lib/platform/notifications/outbox";
import { countWait, withPatience } from "@/lib/platform/patience";
import { withConnection } from "@/lib/platform/testing/database";
import { giveKey, newAgentAccount, openSandboxRezen, type SandboxRezen } from "@/lib/platform/testing/sandbox-rezen";
import { findEndedSync } from "./queries/ended";
import { getReadyChoice } from "./queries/ready";
import { getStatus } from "./queries/status";
import { type SyncStepId, syncStepIds, syncSteps } from "./schema/sync";
import { cancelSync } from "./service/cancel-sync";
import { deleteKey } from "./service/delete-key";
import { askToBeTold } from "./service/notify-me";
import { pauseSync, resumeSync } from "./service/pause-sync";
import { resumeAfterKey, retryDueSyncs } from "./service/resume-after-key";
import { retrySync } from "./service/retry-sync";
import { tellRunEnd } from "./service/run-end";
import { runSync, runToEnd } from "./service/run-sync";
import { startSync } from "./service/start-sync";
import { toFpResult } from "./view/fp-result";

let rezen: SandboxRezen;
type Account = Awaited<ReturnType<typeof newAgentAccount>>;

beforeAll(async () => {
  vi.stubEnv("SLACK_BOT_TOKEN", "xoxb-0123456789-test");
  vi.stubEnv("SLACK_CHANNEL", "C0123456789");
  rezen = await openSandboxRezen();
});
beforeEach(() => rezen.mend());

const self = ({ userId }: Account) => ({ id: userId, roles: [{ role: "agent" }] });
const admin = { id: 0, roles: [{ role: "admin" }] };
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

/** Works until the run has ended; whatever waits for its next try is due at once. */
async function work({ onboardingId }: Account): Promise<void> {
  for (let round = 0; round < 12; round++) {
    await runSync(onboardingId, { signal: new AbortController().signal, holdsJob: true });
    const open = await asSystem(async tx => {
      await tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${onboardingId} AND state = 'retrying'`;
      return tx.onboardingRun.count({ where: { onboardingId, endedAt: null } });
    });
    if (open === 0) return;
  }
  throw new Error("the run does not end");
}

async function sync(account: Account) {
  const { jobId } = await startSync(self(account), {});
  await work(account);
  return jobId;
}

async function resultOf({ userId }: Account, jobId: number) {
  const ended = await findEndedSync(userId, jobId);
  if (!ended) throw new Error("it goes on");
  return toFpResult(ended, { requestId: "req_1", at: new Date() });
}

const items = ({ userId }: Account) =>
  asSystem(
    tx => tx.$queryRaw<{ code: string; message: string }[]>`
      SELECT code, message FROM notification_items WHERE user_id = ${userId} ORDER BY id`,
  );
const runs = ({ onboardingId }: Account) => asSystem(tx => tx.onboardingRun.count({ where: { onboardingId } }));
const statusOf = ({ onboardingId }: Account) =>
  asSystem(async tx => (await tx.onboarding.findUniqueOrThrow({ where: { id: onboardingId } })).status);
/** Lets so many minutes go by since the last run ended. */
const pass = ({ userId, onboardingId }: Account, minutes: number) =>
  asSystem(async tx => {
    const past = Prisma.sql`make_interval(mins => ${minutes}::int)`;
    await tx.$executeRaw`
      UPDATE onboarding_run SET created_at = created_at - ${past}, started_at = started_at - ${past}, ended_at = ended_at - ${past},
        parts = (SELECT jsonb_agg(part || jsonb_build_object('startedAt', (part->>'startedAt')::timestamptz - ${past}) ORDER BY place)
          FROM jsonb_array_elements(parts) WITH ORDINALITY AS told (part, place))
      WHERE onboarding_id = ${onboardingId}`;
    await tx.$executeRaw`UPDATE credentials SET tested_at = tested_at - ${past} WHERE user_id = ${userId}`;
  });

/** What the view of sources/000 must say for what the steps say (bar 69). */
async function expectView({ userId, onboardingId }: Account): Promise<void> {
  const steps = await asSystem(tx => tx.onboardingStep.findMany({ where: { onboardingId, parent: { not: null } } }));
  const [row] = await asSystem(
    tx => tx.$queryRaw<Record<string, unknown>[]>`SELECT * FROM rezen_onboarding_jobs WHERE user_id = ${userId}`,
  );
  for (const step of steps) {
    const { column } = syncSteps[step.step as SyncStepId];
    expect(row?.[column], `${column} is true exactly when its step is done`).toBe(step.state === "done");
    if (step.state === "skipped") continue;
    expect([row?.[`${column}_started`], row?.[`${column}_ended`]]).toEqual([step.startedAt, step.endedAt]);
    if (step.endedAt) expect(step.endedAt >= (step.startedAt ?? step.endedAt)).toBe(true);
  }
}

test("000: a sync of all nine steps is Complete, tells so once, and its FP result names them all", async () => {
  const account = await newAgentAccount();
  expect(await getStatus(account.userId), "before any run").toBeNull();
  const jobId = await sync(account);
  const status = await getStatus(account.userId);
  expect(status).toMatchObject({
    id: jobId,
    status: "Complete",
    state: "complete",
    percent: 100,
    teamMembers: true,
    transactionDataLoaded: true,
  });
  await expectView(account);
  expect(await resultOf(account, jobId)).toMatchObject({
    success: true,
    error: null,
    data: { userId: account.userId, stepsCompleted: syncStepIds, failedSteps: [], errorCount: 0 },
  });
  expect(await items(account)).toEqual([
    { code: "ONBOARDING_STARTED", message: "We've started syncing data from ReZEN" },
    { code: "ONBOARDING_COMPLETE", message: "We've synced all your data from ReZEN" },
  ]);
  expect(await statusOf(account)).toBe("complete");
  expect(await startSync(self(account), {})).toEqual({ jobId, createdNew: false, isComplete: true });
  const again = await startSync(self(account), { restart: true });
  expect(again).toMatchObject({ createdNew: true, isComplete: false });
  expect(await getStatus(account.userId)).toMatchObject({ status: "Pending", agentData: false, started: null });
  await work(account);
  expect(await statusOf(account), "complete stays complete").toBe("complete");
});

test("bar 69: an account without a team skips the roster, which is neither completed nor failed", async () => {
  const account = await newAgentAccount("solo");
  const { data } = await resultOf(account, await sync(account));
  expect(data.stepsCompleted).toEqual(syncStepIds.filter(id => id !== "team_roster"));
  expect(data.failedSteps).toEqual([]);
  expect(data.workerResults.team_roster).toEqual({ skipped: true, reason: "Your account has no team." });
  expect(await getStatus(account.userId)).toMatchObject({
    status: "Complete",
    teamMembers: false,
    teamMembersStarted: null,
    teamMembersEnded: null,
  });
  await expectView(account);
});

test("bar 69: what fails is named exactly, the rest arrives, it is tried again by itself, and then it is the person's", async () => {
  const account = await newAgentAccount();
  for (const operation of ["equity", "revshare"]) rezen.fail(operation, "403");
  const jobId = await sync(account);
  const { success, message, error, data, meta } = await resultOf(account, jobId);
  expect({ success, message, error }).toEqual({
    success: false,
    message: "Onboarding completed with 2 error(s)",
    error: "Onboarding completed with 2 error(s)",
  });
  expect(data.failedSteps).toEqual(["equity", "revshare"]);
  expect(data.stepsCompleted).toEqual(syncStepIds.slice(0, 7));
  expect(meta.errors.map(({ step }) => step)).toEqual(["equity", "revshare"]);
  const status = await getStatus(account.userId);
  expect(status).toMatchObject({ status: "Partial", state: "partial", equity: false, waitingFor: null });
  expect(Date.parse(status?.nextRetryAt ?? "") - Date.parse(status?.endedAt ?? "")).toBe(15 * 60_000);
  await expectView(account);
  const missing = "We've synced all your data from ReZEN except: Equity, RevShare payments.";
  expect((await items(account)).at(-1)).toEqual({
    code: "ONBOARDING_COMPLETE",
    message: `${missing} We will try again.`,
  });

  await pass(account, 14);
  await retryDueSyncs();
  expect(await runs(account), "not before its time").toBe(1);
  await pass(account, 2);
  await Promise.all([retryDueSyncs(), retryDueSyncs()]);
  expect(await runs(account), "once").toBe(2);
  await work(account);
  expect((await items(account)).at(-1)?.message, "it promises nothing").toBe(missing);
  await pass(account, 60);
  await retryDueSyncs();
  expect(await runs(account)).toBe(2);
  await retrySync(self(account), { steps: ["listings"] });
  await work(account);
  expect((await items(account)).at(-1)?.message, "nor does the refresh of another data set").toBe(missing);
  expect(await getStatus(account.userId)).toMatchObject({ state: "partial", nextRetryAt: null });
  await pass(account, 60);
  await retryDueSyncs();
  expect(await runs(account), "once is once").toBe(3);
  rezen.mend();
  await retrySync(self(account), { steps: ["equity"] });
  await transaction({ agent: account.userId }, tx => tellRunEnd(tx, { runId: jobId, subjectId: account.userId }));
  expect(await statusOf(account), "a worker of a run that is long over has no say").toBe("running");
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({
    state: "partial",
    equity: true,
    pendingRevsharePayments: false,
  });
  await retrySync(self(account), {});
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete", pendingRevsharePayments: true });
  await expect(retrySync(self(account), {})).rejects.toMatchObject({ code: "illegal_transition" });
});

test("bar 69: no key or no agent id is an Error that names it, told once, and a key that is saved then begins", async () => {
  const account = await newAgentAccount(null);
  const { jobId, createdNew } = await startSync(self(account), {});
  expect(createdNew).toBe(true);
  expect(await getStatus(account.userId)).toMatchObject({
    id: jobId,
    status: "Error",
    error: { code: "missing_credentials" },
    waitingFor: "rezen_key",
  });
  expect(await items(account)).toEqual([{ code: "ONBOARDING_ERROR", message: "We've run into an error..." }]);
  const result = await resultOf(account, jobId);
  expect(result).toMatchObject({
    success: false,
    data: { stepsCompleted: [], failedSteps: [] },
    meta: { errors: [{ step: "initialization" }] },
  });
  expect(await statusOf(account)).toBe("failed");
  await giveKey(account.userId, "team");
  await transaction({ agent: account.userId }, tx => resumeAfterKey(tx, account.userId));
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
});

test("bar 69: a refused key fails its step and those after it without a call, and a good one tries what is missing again", async () => {
  const account = await newAgentAccount();
  rezen.fail("listings", "401");
  const jobId = await sync(account);
  const { data } = await resultOf(account, jobId);
  expect(data.stepsCompleted).toEqual(["agent_data", "team_roster"]);
  expect(data.failedSteps).toEqual(syncStepIds.slice(2));
  expect(await getStatus(account.userId)).toMatchObject({
    status: "Partial",
    waitingFor: "rezen_key",
    nextRetryAt: null,
  });
  await pass(account, 20);
  await retryDueSyncs();
  expect(await runs(account), "of no use without a key").toBe(1);
  rezen.mend();
  await giveKey(account.userId, "team");
  await asSystem(
    tx =>
      tx.$executeRaw`UPDATE credentials SET broken_at = NULL, broken_class = NULL WHERE user_id = ${account.userId}`,
  );
  await transaction({ agent: account.userId }, tx => resumeAfterKey(tx, account.userId));
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
});

test("bar 62: twenty triggers at once start one run, and the others get its id", async () => {
  const account = await newAgentAccount();
  const started = await Promise.all(Array.from({ length: 20 }, () => startSync(self(account), {})));
  expect(new Set(started.map(({ jobId }) => jobId)).size).toBe(1);
  expect(started.filter(({ createdNew }) => createdNew)).toHaveLength(1);
  expect(await runs(account)).toBe(1);
});

test("bar 72: a cancelled sync stays so whatever its worker does, is an Error to 000, and goes on where it stopped", async () => {
  const account = await newAgentAccount();
  rezen.fail("contributions", "500");
  const { jobId } = await startSync(self(account), {});
  await runSync(account.onboardingId, { signal: new AbortController().signal, holdsJob: true });
  expect(await getStatus(account.userId)).toMatchObject({ state: "running", listingData: true });
  await askToBeTold(account.userId, account.onboardingId, { channel: "email" });
  expect(await cancelSync(self(account), {})).toEqual({ jobId });
  await runSync(account.onboardingId, { signal: new AbortController().signal, holdsJob: true });
  expect(await getStatus(account.userId)).toMatchObject({
    id: jobId,
    status: "Error",
    state: "cancelled",
    listingData: true,
  });
  expect(await statusOf(account)).toBe("cancelled");
  await expect(cancelSync(self(account), {})).rejects.toMatchObject({ code: "illegal_transition" });
  expect((await resultOf(account, jobId)).error).toBe("Onboarding was cancelled");
  rezen.mend();
  await startSync(self(account), {});
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
});

test("bar 68: who asked to be told is told once, with what is missing", async () => {
  const account = await newAgentAccount();
  rezen.fail("equity", "403");
  const { jobId } = await startSync(self(account), {});
  await askToBeTold(account.userId, account.onboardingId, { channel: "sms" });
  expect(await askToBeTold(account.userId, account.onboardingId, { channel: "email" })).toMatchObject({
    channel: "email",
  });
  await work(account);
  const told = await asSystem(tx =>
    tx.outboxMessage.findMany({
      where: { dedupeKey: { startsWith: `run.ended:${jobId}:` } },
      select: { channel: true },
    }),
  );
  expect(told).toEqual([{ channel: "email" }]);
});

test("bar 68: who waits for the try that comes by itself is told of its end, once, and nobody is of one that does not come", async () => {
  const account = await newAgentAccount();
  rezen.fail("equity", "403");
  await startSync(self(account), {});
  const ask = (channel: "email" | "sms") => askToBeTold(account.userId, account.onboardingId, { channel });
  await ask("email");
  await work(account);
  const asked = async () => (await getReadyChoice(account.userId)).asked;
  const told = () =>
    asSystem(async tx => {
      const rows = await tx.$queryRaw<{ channel: string }[]>`
        SELECT m.channel::text FROM outbox_message m JOIN onboarding_run r ON m.dedupe_key = 'run.ended:' || r.id || ${`:${account.userId}`}
        WHERE r.onboarding_id = ${account.onboardingId} ORDER BY r.number`;
      return rows.map(({ channel }) => channel);
    });
  expect([await asked(), await told()], "that was of the first one").toEqual([null, ["email"]]);
  await pauseSync(self(account), {});
  await expect(ask("sms"), "nothing comes").rejects.toMatchObject({ code: "illegal_transition" });
  await resumeSync(self(account), {});
  await ask("sms");
  expect([await asked(), await told()]).toEqual(["sms", ["email"]]);
  await pass(account, 16);
  await retryDueSyncs();
  expect([await runs(account), await asked()]).toEqual([2, "sms"]);
  await work(account);
  expect([await asked(), await told()]).toEqual([null, ["email", "sms"]]);
  await expect(ask("sms"), "it was the last by itself").rejects.toMatchObject({ code: "illegal_transition" });
  rezen.mend();
  await retrySync(self(account), {});
  await ask("email");
  await work(account);
  await startSync(self(account), { restart: true });
  await work(account);
  expect(await told(), "of a later one nobody has asked").toEqual(["email", "sms", "email"]);
  rezen.fail("equity", "403");
  await startSync(self(account), { restart: true });
  await work(account);
  await ask("sms");
  await deleteKey(account, "127.0.0.1");
  await startSync(self(account), {});
  expect(await getStatus(account.userId)).toMatchObject({ error: { code: "missing_credentials" } });
  await giveKey(account.userId, "team");
  await transaction({ agent: account.userId }, tx => resumeAfterKey(tx, account.userId));
  expect(await asked(), "one that could not begin is not what they wait for").toBe("sms");
  await work(account);
  expect(await told()).toEqual(["email", "sms", "email", "sms"]);
});

test("000: a run has one topic in Slack, told of at its start and its end, with what failed in its thread and what brought it, once each", async () => {
  const account = await newAgentAccount();
  rezen.fail("equity", "403");
  const jobId = await sync(account);
  const end = { runId: jobId, subjectId: account.userId };
  await transaction({ agent: account.userId }, tx => tellRunEnd(tx, end));
  const wordsOf = async (runId: number) => {
    const where = { channel: "slack" as const, dedupeKey: { startsWith: `run:${runId}:` } };
    const told = await asSystem(tx => tx.outboxMessage.findMany({ where, orderBy: { createdAt: "asc" } }));
    const words = told.map(({ id, payload, dedupeKey }) => [
      dedupeKey?.replace(`run:${runId}:`, ""),
      (JSON.parse(decrypt(payload ?? "", contentContext(id))) as { text: string }).text,
    ]);
    return Object.fromEntries(words);
  };
  const first = {
    started: `Agent ${account.userId}: sync ${jobId} has started.`,
    ended: expect.stringMatching(/is complete but for 1 step after 0 min \d+ s\. \d+ entries fetched/),
    "ended:reply": expect.stringMatching(/^Equity: .* \(permission\)$/),
  };
  expect(await wordsOf(jobId)).toEqual(first);
  expect((await items(account)).length, "and under the bell").toBe(2);
  rezen.mend();
  await startSync(self(account), {});
  await cancelSync(self(account), {});
  expect(await wordsOf(jobId), "stopped is not recovered").toEqual(first);
  const healing = await sync(account);
  const recovered = `Agent ${account.userId}: sync ${healing} has brought what sync ${jobId} lacked.`;
  expect(await wordsOf(jobId), "in the thread of the one that lacked something").toEqual({
    ...first,
    "recovered:reply": recovered,
  });
  await startSync(self(account), { restart: true });
  await work(account);
  expect(Object.keys(await wordsOf(healing)), "a good one has nothing to recover").toEqual(["started", "ended"]);
});

test("000: an admin's run drives a sync to its end and waits for its tries; others may name no account but their own", async () => {
  const account = await newAgentAccount();
  const stranger = await newAgentAccount();
  rezen.fail("sponsor_tree", "500", 3);
  const due = setInterval(() => {
    void asSystem(
      tx =>
        tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${account.onboardingId} AND state = 'retrying'`,
    ).catch(() => undefined);
  }, 200);
  // However long whoever asks has waited already, and however long a page takes.
  const slow =
    "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.6); RETURN NEW; END'";
  const trigger = "CREATE TRIGGER slow BEFORE INSERT ON listing FOR EACH STATEMENT EXECUTE FUNCTION slowly()";
  await withConnection(env.databaseUrl, client => client.query(`${slow}; ${trigger}`));
  const ended = await withPatience(() => {
    countWait(performance.now() - 5_000);
    return runToEnd(admin, account.userId);
  }).finally(() => clearInterval(due));
  expect(ended).toMatchObject({ userId: account.userId, status: "complete" });
  await withConnection(env.databaseUrl, client => client.query("DROP FUNCTION slowly CASCADE"));
  const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow(new AppError("not_found"));
  await refused(startSync(self(stranger), { userId: account.userId }));
  await refused(retrySync(self(stranger), { userId: account.userId }));
  await refused(cancelSync(self(stranger), { userId: account.userId }));
  await refused(startSync(admin, { userId: 2_000_000_000 }));
});

test("000: a run that takes longer than one can wait says so, and goes on", async () => {
  const account = await newAgentAccount();
  rezen.fail("listings", "500");
  const tooLong = runToEnd(admin, account.userId, 1_500);
  await expect(tooLong).rejects.toMatchObject({ code: "sync_not_finished", data: { jobId: expect.any(Number) } });
  rezen.mend();
  await work(account);
  expect(await getStatus(account.userId)).toMatchObject({ status: "Complete" });
});

test("bar 75: the queue's jobs of a sync hold an id and nothing else", async () => {
  const account = await newAgentAccount();
  await startSync(self(account), {});
  const jobs = await asSystem(
    tx =>
      tx.$queryRaw<
        { data: object }[]
      >`SELECT data FROM pgboss.job WHERE name = 'agents.sync' AND singleton_key = ${String(account.onboardingId)}`,
  );
  expect(jobs.length).toBeGreaterThan(0);
  for (const { data } of jobs) expect(data).toEqual({ onboardingId: account.onboardingId });
});
