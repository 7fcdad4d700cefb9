import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { flushCalls } from "@/lib/platform/outbound/call-log";
import { newAgentAccount, openSandboxRezen, type SandboxRezen } from "@/lib/platform/testing/sandbox-rezen";
import { findRun } from "./queries/compare";
import { listRuns } from "./queries/runs";
import { getStatus } from "./queries/status";
import { syncStepIds } from "./schema/sync";
import { pauseSync } from "./service/pause-sync";
import { quoteSync } from "./service/quote-sync";
import { retrySync } from "./service/retry-sync";
import { runSync } from "./service/run-sync";
import { startSync } from "./service/start-sync";
import { readRunQuote } from "./view/quote";

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
const quoteOf = async (account: Account) => quoteSync(self(account), {});
const secondsLeft = async ({ userId }: Account) => (await getStatus(userId))?.secondsLeft;
const detailOf = async ({ userId }: Account, runId: number) =>
  (await findRun(userId, runId)) ?? expect.fail("there is such a run");

async function sync(account: Account): Promise<number> {
  const { jobId } = await startSync(self(account), { restart: true });
  await work(account);
  return jobId;
}

/** As if a run, and with it each part that it read, had taken this long. */
const stretch = (runId: number, seconds: number) =>
  asSystem(
    tx => tx.$executeRaw`
      UPDATE onboarding_run SET started_at = ended_at - make_interval(secs => ${seconds}::float8) WHERE id = ${runId}`,
  );

/** As if each data set of an account had last been read so: 100 rows in ten seconds, of whoever nobody has asked for yet. */
const remember = ({ userId }: Account, parts: readonly string[] = syncStepIds) =>
  asSystem(
    tx => tx.$executeRaw`
      INSERT INTO agent_data_set (user_id, step, run_id, read_at, fetched, created, updated, gone, seconds)
      SELECT ${userId}, step, 0, app_now(), 100, 0, 0, 0, 10 FROM unnest(${[...parts]}::text[]) AS step
      ON CONFLICT (user_id, step) DO UPDATE SET fetched = 100, seconds = 10`,
  );

/** So many other accounts have read everything, each in the same time. */
async function rememberOthers(count: number): Promise<void> {
  for (let made = 0; made < count; made++) await remember(await newAgentAccount(null));
}

test("A19: the quote counts every request that a sync of a team takes, and is kept with the run beside what it came to", async () => {
  const account = await newAgentAccount();
  const { listings, transactions, apiCalls } = await quoteOf(account);
  const before = rezen.count();
  const runId = await sync(account);
  const real = rezen.count() - before;
  expect(Math.abs((apiCalls ?? 0) - real), `told ${apiCalls}, real ${real}`).toBeLessThanOrEqual(1);
  await flushCalls();
  const { expectations } = await detailOf(account, runId);
  expect(expectations).toContainEqual({ name: "calls", expected: apiCalls, real });
  expect(expectations).toContainEqual({ name: "listings", expected: listings, real: listings });
  expect(expectations).toContainEqual({ name: "transactions", expected: transactions, real: transactions });
});

test("A19: what of others waits for a worker is told with its minutes, which the time until the end has in it", async () => {
  const account = await newAgentAccount("solo");
  await stretch(await sync(account), 600);
  await asSystem(tx => tx.$executeRaw`UPDATE onboarding_run SET status = 'waiting' WHERE ended_at IS NULL`);
  expect(await quoteOf(account)).toMatchObject({ queuedAhead: 0, queuedMinutes: 0, estimatedMinutes: 10 });
  const others: Account[] = [];
  for (let made = 0; made < 6; made++) others.push(await newAgentAccount("solo"));
  for (const other of others) await startSync(self(other), {});
  await asSystem(
    tx =>
      tx.$executeRaw`UPDATE onboarding_run SET quote = jsonb_set(quote, '{seconds}', '1200') WHERE ended_at IS NULL`,
  );
  const told = async () => {
    const { queuedAhead, queuedMinutes, estimatedMinutes } = await quoteOf(account);
    return [queuedAhead, queuedMinutes, estimatedMinutes];
  };
  expect(await told(), "four of them have a place").toEqual([2, 10, 20]);
  await pauseSync(self(others[0] ?? account), {});
  expect(await told(), "who waits for somebody waits for no place").toEqual([1, 5, 15]);
  await asSystem(
    tx => tx.$executeRaw`
      INSERT INTO worker_beat (id, kind, started_at, beat_at) SELECT n::text, 'worker', now(), now() FROM generate_series(1, 2) n`,
  );
  expect(await told(), "two workers do eight").toEqual([0, 0, 10]);
});

test("A19: what read only some data sets does not say how long everything takes", async () => {
  const account = await newAgentAccount("solo");
  const whole = await sync(account);
  await stretch(whole, 600);
  expect(await quoteOf(account)).toMatchObject({ estimatedMinutes: 10 });
  const { jobId } = await retrySync(self(account), { steps: ["listings"] });
  await work(account);
  await stretch(jobId, 36_000);
  expect(await quoteOf(account)).toMatchObject({ estimatedMinutes: 10 });
  const { partSeconds, calls } = await asSystem(async tx => {
    const { quote } = await tx.onboardingRun.findUniqueOrThrow({ where: { id: jobId }, select: { quote: true } });
    return readRunQuote(quote) ?? expect.fail("it was expected to be something");
  });
  expect([Object.keys(partSeconds), calls], "of what it began with").toEqual([["listings"], 1]);
});

test("A18: before the first sync of their own somebody is told how long it takes by others, by their own readings after it", async () => {
  await asSystem(tx => tx.$executeRaw`DELETE FROM agent_data_set`);
  const account = await newAgentAccount();
  const first = await startSync(self(account), {});
  expect(await secondsLeft(account), "nothing to go by").toBeNull();
  await work(account);
  await asSystem(tx => tx.$executeRaw`DELETE FROM agent_data_set`);
  await rememberOthers(4);
  const early = await newAgentAccount();
  await startSync(self(early), {});
  expect(await secondsLeft(early), "of so few it would be the figures of somebody").toBeNull();
  await rememberOthers(1);
  const next = await newAgentAccount();
  await startSync(self(next), {});
  expect(await secondsLeft(next)).toBe(10 * syncStepIds.length);
  await remember(next, ["equity"]);
  await asSystem(tx => tx.$executeRaw`UPDATE agent_data_set SET seconds = 50 WHERE user_id = ${next.userId}`);
  await work(next);
  expect(await secondsLeft(next), "it has ended").toBeNull();
  expect((await detailOf(account, first.jobId)).expectations).not.toContainEqual(
    expect.objectContaining({ expected: expect.any(Number) }),
  );
});

test("A18, bar 71: what is left only falls while nothing fails, is never negative, and is not told when nobody can tell", async () => {
  const account = await newAgentAccount();
  await asSystem(tx => tx.$executeRaw`DELETE FROM agent_data_set`);
  await rememberOthers(5);
  const { jobId } = await startSync(self(account), {});
  const set = (state: string, step: string, { done = 0, total = null as number | null, sinceSeconds = 0 } = {}) =>
    asSystem(
      tx => tx.$executeRaw`
        UPDATE onboarding_step SET state = ${state}::"StepState", done = ${done}, total = ${total}::int,
          started_at = app_now() - make_interval(secs => ${sinceSeconds}::float8), heartbeat_at = now(), skip_reason = 'none',
          ended_at = CASE WHEN ${state} = 'done' THEN app_now() END, waiting_for = CASE WHEN ${state} = 'waiting' THEN 'resume' END
        WHERE onboarding_id = ${account.onboardingId} AND step = ${step}`,
    );
  const seen: (number | null | undefined)[] = [await secondsLeft(account)];
  const look = async () => seen.push(await secondsLeft(account));
  for (const step of syncStepIds) {
    await set("running", step, { sinceSeconds: 3 });
    await look();
    // Its first page comes later than expected: what was not counted off by time before is not given back.
    const total = step === "contributions" ? null : 10;
    for (const [done, sinceSeconds] of [[1, 4] as const, [5, 60] as const]) {
      await set("running", step, { done, total, sinceSeconds });
      await look();
    }
    await set(step === "team_roster" ? "skipped" : "done", step, { done: 10, total: 10 });
    await look();
  }
  expect(seen[0]).toBe(90);
  expect(seen.at(-1), "all parts have ended").toBeNull();
  const told = seen.slice(0, -1).map(Number);
  expect(told).toEqual(told.toSorted((one, next) => next - one));
  expect(Math.min(...told)).toBeGreaterThanOrEqual(0);
  await set("waiting", "equity");
  expect(await secondsLeft(account), "it waits for somebody").toBeNull();
  await set("pending", "equity");
  expect(await secondsLeft(account)).toBe(10);
  await asSystem(
    tx => tx.$executeRaw`UPDATE onboarding_run SET started_at = app_now() - interval '1 h' WHERE id = ${jobId}`,
  );
  expect(await secondsLeft(account), "it takes far longer than anybody expected").toBeNull();
});

test("A34: each data set stands beside its last good reading, with a sign where much is missing or it took long", async () => {
  const account = await newAgentAccount("solo");
  const first = await sync(account);
  rezen.fail("listings", "403");
  const failed = await sync(account);
  rezen.mend();
  const second = await sync(account);
  // As if the first had found more listings and equity in no time.
  await asSystem(
    tx => tx.$executeRaw`
      UPDATE onboarding_run SET parts = (SELECT jsonb_agg(CASE part->>'step'
          WHEN 'listings' THEN jsonb_set(part, '{result,fetched}', '100')
          WHEN 'equity' THEN part || jsonb_build_object('startedAt', created_at, 'endedAt', created_at) ELSE part END)
        FROM jsonb_array_elements(parts) part) WHERE id IN (${first}, ${failed})`,
  );
  await asSystem(
    tx => tx.$executeRaw`
      UPDATE onboarding_run SET parts = (SELECT jsonb_agg(CASE part->>'step' WHEN 'equity'
          THEN part || jsonb_build_object('endedAt', (part->>'startedAt')::timestamptz + interval '3 s') ELSE part END)
        FROM jsonb_array_elements(parts) part) WHERE id = ${second}`,
  );
  const { parts } = await detailOf(account, second);
  const by = Object.fromEntries(parts.map(part => [part.step, part]));
  expect(by.listings).toMatchObject({ hasFallen: true, before: { runId: first, fetched: 100 } });
  expect(by.equity).toMatchObject({ isSlow: true, hasFallen: false, before: { runId: failed } });
  expect(by.transactions).toMatchObject({ isSlow: false, hasFallen: false, before: { runId: failed } });
  expect(by.team_roster).toMatchObject({ state: "skipped", before: null });
  const missed = await detailOf(account, failed);
  expect(missed.parts.find(({ step }) => step === "listings")).toMatchObject({
    ...{ state: "failed", hasFallen: false },
    error: { code: "permission", supportCode: `job_${failed}` },
  });
  expect(missed).toMatchObject({ status: "partial", missing: ["listings"] });
});

test("A34: the syncs of an account come newest first by pages, and nobody else's are there", async () => {
  const [account, other] = [await newAgentAccount("solo"), await newAgentAccount("solo")];
  const runId = await sync(account);
  await asSystem(
    tx => tx.$executeRaw`
      INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, started_at, ended_at, parts)
      SELECT onboarding_id, n, 'schedule', 'complete', app_now(), app_now(), app_now(), parts
      FROM onboarding_run, generate_series(2, 28) n WHERE id = ${runId}`,
  );
  const page = await listRuns(account.userId);
  const rest = await listRuns(account.userId, page.nextCursor ?? "");
  expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([25, 3, null]);
  const ids = [...page.items, ...rest.items].map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((one, next) => next - one));
  expect(ids.at(-1)).toBe(runId);
  expect(rest.items.at(-1)).toMatchObject({
    trigger: "owner",
    read: 8,
    missing: [],
    counts: { fetched: expect.any(Number) },
  });
  expect(page.items[0], "what it did not read itself does not count").toMatchObject({
    read: 0,
    counts: { fetched: 0 },
  });
  expect(await listRuns(other.userId)).toEqual({ items: [], nextCursor: null });
  expect(await findRun(other.userId, runId)).toBeNull();
});

test("A19: syncs beyond a page are told on the next, newest first, each once, and a place that is none is the start", async () => {
  const account = await newAgentAccount(null);
  const count = 60;
  await asSystem(
    tx => tx.$executeRaw`
      INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, started_at, ended_at)
      SELECT ${account.onboardingId}, 1000 + n, 'start', 'complete', app_now(), app_now(), app_now() FROM generate_series(1, ${count}::int) n`,
  );
  const ids: number[] = [];
  let cursor: string | undefined;
  const lengths: number[] = [];
  do {
    const { items, nextCursor } = await listRuns(account.userId, cursor);
    ids.push(...items.map(({ id }) => id));
    lengths.push(items.length);
    cursor = nextCursor ?? undefined;
  } while (cursor);
  expect(lengths).toEqual([25, 25, 10]);
  expect(ids).toEqual([...new Set(ids)].sort((one, other) => other - one));
  expect((await listRuns(account.userId, "elsewhere")).items[0]?.id).toBe(ids[0]);
});
