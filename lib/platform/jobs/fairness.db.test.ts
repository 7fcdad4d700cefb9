import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { transaction } from "../db";
import { env } from "../env";
import { isFull } from "../testing/full-form";
import { defineJob, type Job } from "./define-job";
import { prepareQueues } from "./prepare";
import { sender } from "./queue";
import { pull, work } from "./work";

const crowd = isFull ? 5000 : 500;
const pollSeconds = 2;
const ranFor = new Map<string, number[]>();

// Long enough that the crowd is busy for minutes, short enough that places change hands all the time.
const slow: Job = defineJob({
  name: "test.slow",
  data: z.object({ tenantId: z.string() }),
  policy: "standard",
  concurrency: 4,
  handler: async ({ tenantId }) => {
    await new Promise(resolve => setTimeout(resolve, 2500));
    ranFor.set(tenantId, [...(ranFor.get(tenantId) ?? []), Date.now()]);
  },
});
const quick: Job = {
  ...slow,
  name: "test.quick",
  handler: async data => {
    const { tenantId } = data as { tenantId: string };
    ranFor.set(tenantId, [...(ranFor.get(tenantId) ?? []), Date.now()]);
  },
};

beforeAll(() => prepareQueues(env.databaseUrl, [slow, quick]));
afterEach(() => ranFor.clear());

/** Many jobs of one tenant at once, without a round trip for each. */
async function enqueue(job: Job, tenantId: string, count: number): Promise<void> {
  const boss = await sender();
  const one = { data: { tenantId }, group: { id: tenantId } };
  await boss.insert(
    job.name,
    Array.from({ length: count }, () => one),
  );
}

test("bar 74: a tenant with thousands of jobs does not delay another's single job by more than twice the poll", async () => {
  await enqueue(slow, "store:1", crowd);
  const worker = await work([slow]);
  try {
    await vi.waitFor(() => expect(ranFor.get("store:1")?.length).toBeGreaterThan(2), { timeout: 45_000 });
    const delays: number[] = [];
    for (const tenantId of ["store:2", "store:3", "store:4"]) {
      const sentAt = Date.now();
      await enqueue(slow, tenantId, 1);
      await vi.waitFor(() => expect(ranFor.get(tenantId)).toHaveLength(1), { timeout: 60_000, interval: 20 });
      delays.push((ranFor.get(tenantId)?.[0] ?? Infinity) - sentAt - 2500);
    }
    expect(Math.max(...delays), `ms: ${delays.join(", ")}`).toBeLessThan(2 * pollSeconds * 1000);
    expect(ranFor.get("store:1")?.length, "nor does the crowd stand still").toBeGreaterThan(5);
  } finally {
    await worker.stop();
  }
});

test("bar 74: in the poll tenants take turns: a single job is the next but one, behind any number of another's", async () => {
  await transaction("system", tx => tx.$executeRaw`DELETE FROM pgboss.job`);
  await enqueue(quick, "store:1", 50);
  await enqueue(quick, "store:2", 1);
  await enqueue(quick, "store:3", 2);
  await pull([quick], 60_000);
  const order = [...ranFor].flatMap(([tenantId, times]) => times.map(at => ({ tenantId, at })));
  expect(order).toHaveLength(53);
  const before = (tenantId: string) =>
    order.filter(({ at, tenantId: whose }) => whose === "store:1" && at < (ranFor.get(tenantId)?.at(-1) ?? 0)).length;
  expect(before("store:2")).toBeLessThanOrEqual(2);
  expect(before("store:3")).toBeLessThanOrEqual(3);
});
