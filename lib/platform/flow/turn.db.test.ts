import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { storeOnboarding } from "@/lib/stores/steps";
import { transaction } from "../db";
import { env } from "../env";
import { defineJob, pollSeconds } from "../jobs/define-job";
import { prepareQueues } from "../jobs/prepare";
import { work } from "../jobs/work";
import { OutboundError } from "../outbound/outbound-error";
import { newStoreRun, type StoreRun } from "../testing/store-run";
import { DeferredFailure } from "./failure";
import { run } from "./run";
import { nudge } from "./start-run";
import type { Part, WorkedFlow } from "./step";

const sliceSeconds = 0.5;
const pageMs = 20;
/** What each run has done: its pages in order, and how often it was begun. */
const done = new Map<number, { pages: number[]; begun: number; ends: number }>();
const bigOnes = new Set<number>();
let areBig = true;

const noted = (onboardingId: number) => {
  const known = done.get(onboardingId) ?? { pages: [], begun: 0, ends: 0 };
  done.set(onboardingId, known);
  return known;
};

/** A page after the other, as long as the test wants of a big one. */
const readPages: Part["run"] = async ({ onboardingId, cursor, page, signal }) => {
  const own = noted(onboardingId);
  own.begun += 1;
  for (let at = (cursor as { at: number } | null)?.at ?? 0; at === 0 || (areBig && bigOnes.has(onboardingId)); at++) {
    await pause(pageMs);
    await page({ done: at + 1, cursor: { at: at + 1 } }, async () => void own.pages.push(at));
    signal.throwIfAborted();
  }
  return { pages: own.pages.length };
};

const flow: WorkedFlow = {
  ...storeOnboarding,
  job: "test.turns",
  sliceSeconds,
  steps: [
    {
      id: "order_sync",
      title: "Import",
      parts: ["orders", "products"].map(id => ({ id, title: id, run: readPages })),
    },
  ],
  onRunEnd: async (tx, { runId }) => {
    const { onboardingId } = await tx.onboardingRun.findUniqueOrThrow({ where: { id: runId } });
    noted(onboardingId).ends += 1;
  },
};
const runOnce = (onboardingId: number, signal: AbortSignal) => run(flow, onboardingId, { signal, holdsJob: true });
const job = defineJob({
  name: flow.job,
  data: z.object({ onboardingId: z.number() }),
  handler: ({ onboardingId }, { signal }) => runOnce(onboardingId, signal),
  concurrency: 2,
});

beforeAll(() => prepareQueues(env.databaseUrl, [job]));

const send = (at: StoreRun) => transaction("system", tx => nudge(tx, flow, at.onboardingId));
const partsOf = ({ onboardingId }: StoreRun) =>
  transaction("system", tx =>
    tx.onboardingStep.findMany({
      where: { onboardingId, parent: { not: null } },
      orderBy: { position: "asc" },
      select: { state: true, attempts: true, errorCode: true },
    }),
  );

test("bar 74: runs that go on and on give their place to one that waits after a slice, one of them and not all, and lose nothing by it", async () => {
  const [first, second, small] = [await newStoreRun(), await newStoreRun(), await newStoreRun()];
  for (const { onboardingId } of [first, second]) bigOnes.add(onboardingId);
  const begun = () => [first, second].map(({ onboardingId }) => noted(onboardingId).begun);
  const worker = await work([job]);
  try {
    await send(first);
    await vi.waitUntil(() => noted(first.onboardingId).begun === 1, { timeout: 30_000, interval: 10 });
    await send(second);
    const pagesOfSecond = () => noted(second.onboardingId).pages.length;
    await vi.waitUntil(() => pagesOfSecond() * pageMs > sliceSeconds * 1000, { timeout: 30_000, interval: 10 });
    expect(begun(), "while nobody waits each goes on").toEqual([1, 1]);
    const since = performance.now();
    await send(small);
    await vi.waitUntil(() => noted(small.onboardingId).begun > 0, { timeout: 30_000, interval: 10 });
    const waited = (performance.now() - since) / 1000;
    process.stdout.write(`bar 74: a small run waited ${waited.toFixed(1)} s behind two big ones\n`);
    expect(waited).toBeLessThan(sliceSeconds + 2 * pollSeconds);
    await vi.waitUntil(() => noted(small.onboardingId).ends === 1, { timeout: 30_000, interval: 10 });
    expect(begun(), "only the one that had been at it longest gave way").toEqual([1, 1]);
    expect(await partsOf(first)).toEqual([
      { state: "pending", attempts: 0, errorCode: null },
      { state: "pending", attempts: 0, errorCode: null },
    ]);
    const [waiting] = await transaction(
      "system",
      tx =>
        tx.$queryRaw<
          unknown[]
        >`SELECT FROM pgboss.job WHERE name = ${flow.job} AND state = 'created' AND singleton_key = ${String(first.onboardingId)}`,
    );
    expect(waiting, "its job stands at the end of the queue").toBeDefined();
  } finally {
    areBig = false;
    await worker.stop();
  }
  for (const { onboardingId } of [first, second]) await runOnce(onboardingId, new AbortController().signal);
  for (const one of [first, second, small]) {
    expect(await partsOf(one)).toEqual(Array(2).fill({ state: "done", attempts: 1, errorCode: null }));
    expect(noted(one.onboardingId).ends).toBe(1);
  }
  const { pages } = noted(first.onboardingId);
  expect(pages.slice(0, -1), "no page twice, none left out").toEqual(pages.slice(0, -1).map((_, at) => at));
});

test("bar 89: a part for whose call no seat came free comes again as often as it takes, which costs no try", async () => {
  const at = await newStoreRun();
  let refusals = 12;
  const readOnce: Part["run"] = async () => {
    if (refusals-- > 0) throw new OutboundError("rate_limit", { upstream: "rezen", reason: "busy", retryable: true });
    return {};
  };
  const steps = [{ id: "order_sync", title: "Import", parts: [{ id: "orders", title: "orders", run: readOnce }] }];
  const hours = () =>
    transaction("system", async tx => {
      await tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${at.onboardingId} AND state = 'retrying'`;
      await tx.$executeRaw`UPDATE onboarding_step SET started_at = now() - interval '2 hours' WHERE onboarding_id = ${at.onboardingId}`;
    });
  for (let round = 0; round < 13; round++) {
    await run({ ...flow, steps }, at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
    await hours();
  }
  expect((await partsOf(at))[0]).toEqual({ state: "done", attempts: 1, errorCode: null });
});

test("bar 89: what passes by itself costs no try for an hour from when its part began, however long its run has waited before", async () => {
  const at = await newStoreRun();
  const busy = new OutboundError("unreachable", { upstream: "rezen", reason: "breaker_open", retryable: true });
  const defer: Part["run"] = async () => {
    throw new DeferredFailure(busy, 1);
  };
  const steps = [{ id: "order_sync", title: "Import", parts: [{ id: "orders", title: "orders", run: defer }] }];
  const tries = async () => {
    await run({ ...flow, steps }, at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
    return (await partsOf(at))[0]?.attempts;
  };
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_run SET started_at = now() - interval '2 hours' WHERE id = ${at.runId}`,
  );
  expect(await tries(), "its run is old, it is not").toBe(0);
  await transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE onboarding_step SET next_attempt_at = now(), started_at = now() - interval '61 min'
      WHERE onboarding_id = ${at.onboardingId} AND state = 'retrying'`,
  );
  expect(await tries(), "the hour is over").toBe(1);
});

test("a wait that is told is no longer than what may be put off in all, whatever was told", async () => {
  const busy = new OutboundError("rate_limit", { upstream: "rezen", reason: "http_status", retryable: true });
  for (const [longestSeconds, most] of [
    [undefined, 3_600],
    [7_200, 7_200],
    [Infinity, 3_600],
  ] as const) {
    const at = await newStoreRun();
    const defer: Part["run"] = async () => {
      throw new DeferredFailure(busy, 1_763_753_000, longestSeconds === undefined ? {} : { longestSeconds });
    };
    const steps = [{ id: "order_sync", title: "Import", parts: [{ id: "orders", title: "orders", run: defer }] }];
    await run({ ...flow, steps }, at.onboardingId, { signal: new AbortController().signal, holdsJob: true });
    const [waits] = await transaction(
      "system",
      tx => tx.$queryRaw<{ seconds: number }[]>`
        SELECT extract(epoch FROM next_attempt_at - now())::float8 AS seconds FROM onboarding_step
        WHERE onboarding_id = ${at.onboardingId} AND state = 'retrying'`,
    );
    expect(Math.ceil(waits?.seconds ?? 0)).toBe(most);
  }
});
