import { beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { storeOnboarding } from "@/lib/stores/steps";
import { transaction } from "../db";
import { env } from "../env";
import { defineJob } from "../jobs/define-job";
import { prepareQueues } from "../jobs/prepare";
import { passTime } from "../testing/pass-time";
import { newStoreRun, type StoreRun } from "../testing/store-run";
import { resumeRun } from "./end-run";
import { DeferredFailure, PausingFailure, StepFailure } from "./failure";
import { run } from "./run";
import { nudge, startRun } from "./start-run";
import type { Part, WorkedFlow } from "./step";

let at: StoreRun;
/** What the first part does; the second does what it is asked to, and says that it was. */
let first: () => void;
let begun: string[];

const part = (id: string, work: () => void): Part => ({
  ...{ id, title: id },
  run: async () => {
    begun.push(id);
    work();
    return {};
  },
});
const flow: WorkedFlow = {
  ...storeOnboarding,
  job: "test.stops",
  onFailure: "stop",
  sliceSeconds: 0,
  steps: [
    { id: "order_sync", title: "Import", parts: [part("orders", () => first()), part("products", () => undefined)] },
  ],
  onRunEnd: async () => undefined,
};
const job = defineJob({
  ...{ name: flow.job, data: z.object({ onboardingId: z.number() }), concurrency: 1 },
  handler: async () => undefined,
});

beforeAll(() => prepareQueues(env.databaseUrl, [job]));
beforeEach(async () => {
  begun = [];
  at = await newStoreRun();
});

const work = (holdsJob = true) => run(flow, at.onboardingId, { signal: new AbortController().signal, holdsJob });
const read = () =>
  transaction("system", async tx => {
    const { onboardingId } = at;
    const last = await tx.onboardingRun.findFirstOrThrow({ where: { onboardingId }, orderBy: { number: "desc" } });
    const parts = await tx.onboardingStep.findMany({
      where: { onboardingId, parent: { not: null } },
      orderBy: { position: "asc" },
    });
    const jobs = await tx.$queryRaw<{ waits: boolean }[]>`
      SELECT start_after > now() + interval '2 s' AS waits FROM pgboss.job WHERE name = ${flow.job} AND singleton_key = ${String(onboardingId)}`;
    return { run: last.status, parts: parts.map(({ state }) => state), jobs: jobs.map(({ waits }) => waits) };
  });

test("002: a part that failed ends the run, and those after it are not begun before it has done its work", async () => {
  first = () => {
    throw new StepFailure("invalid", "it is not as it should be");
  };
  await work();
  expect(await read()).toMatchObject({ run: "failed", parts: ["failed", "pending"], jobs: [] });
  first = () => undefined;
  await transaction("system", tx =>
    startRun(tx, { onboardingId: at.onboardingId, trigger: "test", redo: "unfinished" }),
  );
  await work();
  expect(await read()).toMatchObject({ run: "complete", parts: ["done", "done"] });
  expect(begun).toEqual(["orders", "orders", "products"]);
});

test("002: while a part waits for its next try nothing after it is begun, and its job comes when it is due", async () => {
  first = () => {
    throw new StepFailure("unreachable", "nobody answers", true);
  };
  await work();
  await work(false);
  expect(await read()).toEqual({ run: "running", parts: ["retrying", "pending"], jobs: [true] });
  expect(begun).toEqual(["orders"]);
  first = () => undefined;
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${at.onboardingId}`,
  );
  await work(false);
  expect(await read()).toMatchObject({ run: "complete", parts: ["done", "done"] });
});

test("002: while a part waits for somebody the run waits, and goes on behind it when they have come", async () => {
  first = () => {
    throw new PausingFailure(new StepFailure("auth", "refused"), { for: "key", begin: async () => true });
  };
  await work();
  await work();
  expect(await read()).toMatchObject({ run: "waiting", parts: ["waiting", "pending"], jobs: [] });
  expect(begun).toEqual(["orders"]);
  await passTime(2 * 3600);
  await transaction("system", tx => resumeRun(tx, at.onboardingId, "key"));
  first = () => {
    throw new DeferredFailure(new StepFailure("unavailable", "it passes by itself"), 0);
  };
  await work();
  expect(await read(), "the wait is none of the hour in which it may be put off").toMatchObject({
    parts: ["retrying", "pending"],
  });
  first = () => undefined;
  await work();
  expect(await read()).toMatchObject({ run: "complete", parts: ["done", "done"] });
});

test("002: a part that waits for its next try has its job come when it is due also after its turn, not again and again", async () => {
  first = () => {
    throw new StepFailure("unreachable", "nobody answers", true);
  };
  const other = await newStoreRun();
  await transaction("system", async tx => {
    for (const { onboardingId } of [other, at]) await nudge(tx, flow, onboardingId);
    await tx.$executeRaw`
      UPDATE pgboss.job SET start_after = now() - interval '1 min',
        state = CASE WHEN singleton_key = ${String(at.onboardingId)} THEN 'active'::pgboss.job_state ELSE state END,
        started_on = now() WHERE name = ${flow.job} AND singleton_key IN (${String(at.onboardingId)}, ${String(other.onboardingId)})`;
  });
  await work();
  const { parts, jobs } = await read();
  expect([parts, jobs]).toEqual([["retrying", "pending"], expect.arrayContaining([true])]);
});
