import { beforeEach, expect, test } from "vitest";
import { Prisma, type Scope, transaction } from "../db";
import { type Claim, claimStep, commitPage, endStep } from "./claim";
import { Fenced } from "./failure";

const scope: Scope = "system";
let onboardingId: number;
let runId: number;
let serial = 0;

async function newStore(): Promise<number> {
  const number = ++serial;
  const told = { name: "Store", ownerName: "Owner", email: "owner@example.com", phoneNumber: `+352621${number}` };
  return transaction(scope, async tx => {
    const { id } = await tx.store.create({ data: { ...told, code: `CLAIM${number}` }, select: { id: true } });
    return id;
  });
}

beforeEach(async () => {
  const storeId = await newStore();
  const steps = { create: [{ step: "orders", parent: "order_sync", position: 0 }] };
  const made = await transaction(scope, tx =>
    tx.onboarding.create({
      data: { kind: "store", storeId, steps, runs: { create: [{ number: 1, trigger: "test" }] } },
      select: { id: true, runs: { select: { id: true } } },
    }),
  );
  onboardingId = made.id;
  runId = made.runs[0]?.id ?? 0;
});

const ask = (holdsJob: boolean) => claimStep(scope, { onboardingId, runId, step: "orders", holdsJob });

/** The next holder's claim: the one before, if any, has been silent long enough. */
async function claim(): Promise<Claim> {
  await silence(6);
  const claimed = await ask(true);
  if (!claimed) throw new Error("nothing to claim");
  return claimed;
}
const change = (sql: Prisma.Sql) => transaction(scope, tx => tx.$executeRaw(sql));
const row = () => transaction(scope, tx => tx.onboardingStep.findFirstOrThrow({ where: { onboardingId } }));
const countEntries = () => transaction(scope, tx => tx.auditEntry.count());
const silence = (seconds: number) =>
  change(
    Prisma.sql`UPDATE onboarding_step SET heartbeat_at = now() - make_interval(secs => ${seconds}) WHERE onboarding_id = ${onboardingId}`,
  );

test("each claim moves the fence on and goes on at the last cursor", async () => {
  const first = await claim();
  expect(first).toMatchObject({ fence: 1, attempts: 1, cursor: null });
  await commitPage(scope, first, { done: 10, total: 40, cursor: { after: "x" } });
  expect(await claim()).toMatchObject({ fence: 2, attempts: 2, cursor: { after: "x" } });
});

test("a live worker's step is claimed by nobody; a silent one's by who holds its job after five seconds, by anybody after ten", async () => {
  await claim();
  expect([await ask(true), await ask(false)]).toEqual([null, null]);
  await silence(4);
  expect(await ask(true)).toBeNull();
  await silence(6);
  expect(await ask(false)).toBeNull();
  expect(await ask(true)).toMatchObject({ fence: 2 });
  await silence(9);
  expect(await ask(false)).toBeNull();
  await silence(11);
  expect(await ask(false)).toMatchObject({ fence: 3 });
});

test("of twenty workers that claim a silent step at once, one gets it", async () => {
  await claim();
  await silence(11);
  const claims = await Promise.all(Array.from({ length: 20 }, () => ask(false)));
  expect(claims.filter(Boolean)).toHaveLength(1);
});

test("a settled step is claimed by nobody, and one that waits for its retry only when it is due", async () => {
  await endStep(scope, await claim(), { state: "retrying", failure: failure(), inSeconds: 60 });
  expect(await ask(true)).toBeNull();
  await change(Prisma.sql`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${onboardingId}`);
  const again = await claim();
  expect(again).toMatchObject({ attempts: 2 });
  await endStep(scope, again, { state: "done", result: { fetched: 1 } });
  expect(await ask(true)).toBeNull();
});

test("who was replaced commits no page, no row of it and no ending: the successor's word stands (bar 61)", async () => {
  const replaced = await claim();
  await commitPage(scope, replaced, { done: 10, total: 100, cursor: 1 });
  const successor = await claim();
  await commitPage(scope, successor, { done: 20, total: 100, cursor: 2 });
  const before = await row();
  const writes = await countEntries();
  const write = async (tx: Parameters<Parameters<typeof transaction>[1]>[0]) => {
    await tx.auditEntry.create({
      data: {
        at: new Date(),
        action: "test",
        actorKind: "system",
        detail: {},
        previousHash: "",
        hash: `${Math.random()}`,
      },
    });
  };
  await expect(commitPage(scope, replaced, { done: 90, total: 100, cursor: 9 }, write)).rejects.toThrow(Fenced);
  for (const ending of [
    { state: "done" as const, result: {} },
    { state: "failed" as const, failure: failure() },
    { state: "retrying" as const, failure: failure(), inSeconds: 5 },
    { state: "pending" as const },
    { state: "skipped" as const, reason: "because" },
  ])
    await expect(endStep(scope, replaced, ending), ending.state).rejects.toThrow(Fenced);
  expect(await row()).toEqual(before);
  expect(await countEntries()).toBe(writes);
  await commitPage(scope, successor, { done: 30, total: 100, cursor: 3 }, write);
  expect(await countEntries()).toBe(writes + 1);
  await endStep(scope, successor, { state: "done", result: { fetched: 100 } });
  expect(await row()).toMatchObject({ state: "done", cursor: 3, result: { fetched: 100 } });
});

test("an ended step takes no page any more, from nobody", async () => {
  const held = await claim();
  await endStep(scope, held, { state: "done", result: {} });
  await expect(commitPage(scope, held, { done: 5 })).rejects.toThrow(Fenced);
  await expect(endStep(scope, held, { state: "failed", failure: failure() })).rejects.toThrow(Fenced);
});

test("progress never goes back, is never more than its total, and a page whose rows fail moves nothing", async () => {
  const held = await claim();
  const progress = async () => {
    const { done, total, cursor } = await row();
    return [done, total, cursor];
  };
  await commitPage(scope, held, { done: 0 });
  expect(await progress()).toEqual([0, null, null]);
  await commitPage(scope, held, { done: 40, total: 100, cursor: "a" });
  await commitPage(scope, held, { done: 30, total: 90 });
  expect(await progress()).toEqual([40, 100, "a"]);
  await commitPage(scope, held, { done: 120, total: 100, cursor: "b" });
  expect(await progress()).toEqual([120, 120, "b"]);
  const broken = commitPage(scope, held, { done: 130, total: 130, cursor: "c" }, () => Promise.reject(new Error("no")));
  await expect(broken).rejects.toThrow("no");
  expect(await progress()).toEqual([120, 120, "b"]);
});

test("a step given back untouched costs no attempt", async () => {
  await endStep(scope, await claim(), { state: "pending" });
  expect(await row()).toMatchObject({ state: "pending", attempts: 0, endedAt: null });
  expect(await claim()).toMatchObject({ attempts: 1, fence: 2 });
});

function failure() {
  return { code: "unreachable", message: "No answer.", retryable: true };
}

test("nobody claims a step of a run that is over", async () => {
  await change(Prisma.sql`UPDATE onboarding_run SET ended_at = now(), status = 'complete' WHERE id = ${runId}`);
  expect(await ask(true)).toBeNull();
});
