import { afterAll, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { upstreamSeats } from "@/lib/platform/outbound/upstreams";
import { isFull } from "@/lib/platform/testing/full-form";
import { newAgentAccount, openSandboxRezen } from "@/lib/platform/testing/sandbox-rezen";
import { WorkerProcess } from "@/lib/platform/testing/worker-process";
import { syncStepIds } from "./schema/sync";
import { runSync } from "./service/run-sync";
import { startSync } from "./service/start-sync";

const rezen = await openSandboxRezen({ latencyMs: isFull ? 100 : 40 });
vi.stubEnv("REZEN_API_PROFILE", "simple");
vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");

const many = isFull ? 50 : 8;
const workers: WorkerProcess[] = [];
afterAll(async () => void (await Promise.all(workers.map(worker => worker.kill()))));

async function begin(): Promise<number> {
  const { userId, onboardingId } = await newAgentAccount();
  await startSync({ id: userId, roles: [{ role: "agent" }] }, {});
  return onboardingId;
}

const runsOf = (onboardingIds: readonly number[]) =>
  transaction("system", tx =>
    tx.onboardingRun.findMany({
      where: { onboardingId: { in: [...onboardingIds] } },
      select: { status: true, endedAt: true },
    }),
  );
const partsOf = (onboardingIds: readonly number[]) =>
  transaction("system", tx =>
    tx.onboardingStep.findMany({
      where: { onboardingId: { in: [...onboardingIds] }, parent: { not: null } },
      select: { state: true, attempts: true, errorCode: true },
    }),
  );

test("bars 62, 74, 89: many syncs at once with two workers all end complete, each once, within the budget of calls of all processes", async () => {
  const alone = await begin();
  await runSync(alone, { signal: new AbortController().signal, holdsJob: true });
  const callsOfOne = rezen.count();
  const all: number[] = [];
  for (let at = 0; at < many; at++) all.push(await begin());
  const since = performance.now();
  workers.push(...(await Promise.all([WorkerProcess.start(), WorkerProcess.start()])));
  const haveEnded = async () => (await runsOf(all)).every(({ endedAt }) => endedAt !== null);
  await vi.waitUntil(haveEnded, { timeout: 240_000, interval: 50 });
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  const most = rezen.load()?.most ?? 0;
  const lines = workers.flatMap(worker => worker.lines.map(line => JSON.stringify(line)));
  process.stdout.write(`bar 74: ${many} syncs in ${seconds} s, ${rezen.count()} calls, ${most} at once at most\n`);
  expect(
    (await runsOf(all)).map(({ status }) => status),
    "one run each",
  ).toEqual(all.map(() => "complete"));
  const wanted = { state: "done", attempts: 1, errorCode: null };
  expect(await partsOf(all)).toEqual(all.flatMap(() => syncStepIds.map(() => wanted)));
  expect(most).toBeLessThanOrEqual(upstreamSeats.rezen);
  expect(most, "they did go on at once").toBeGreaterThan(upstreamSeats.rezen / 2);
  // One that gave its place away may ask for a page again; a sync that ran twice would ask for all of them.
  expect(rezen.count(), "no sync ran twice").toBeLessThan(callsOfOne * (many + 2));
  expect(lines.filter(line => line.includes("step did not end well") || line.includes('"job failed"'))).toEqual([]);
}, 300_000);
