import { expect, test, vi } from "vitest";
import { z } from "zod";
import { env } from "../env";
import { defineJob } from "./define-job";
import { prepareQueues } from "./prepare";
import { sender } from "./queue";
import { work } from "./work";

test("what lies in a queue is worked off at once: no place waits for the next poll while there are jobs", async () => {
  const done: number[] = [];
  const job = defineJob({
    name: "test.backlog",
    data: z.object({ id: z.number() }),
    policy: "standard",
    concurrency: 2,
    handler: async ({ id }) => void done.push(id),
  });
  await prepareQueues(env.databaseUrl, [job]);
  const jobs = Array.from({ length: 100 }, (_, id) => ({ data: { id } }));
  await (await sender()).insert(job.name, jobs);
  const since = performance.now();
  const worker = await work([job]);
  try {
    await vi.waitFor(() => expect(done).toHaveLength(jobs.length), { timeout: 45_000, interval: 20 });
    // By polls alone two places need a hundred seconds for a hundred jobs.
    expect(performance.now() - since).toBeLessThan(10_000);
  } finally {
    await worker.stop();
  }
  expect(new Set(done).size).toBe(jobs.length);
});
