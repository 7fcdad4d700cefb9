import { PgBoss } from "pg-boss";
import { env } from "@/lib/platform/env";
import { run } from "@/lib/platform/flow/run";
import { work } from "@/lib/platform/jobs/work";
import { bareJob, idleFlow, idleJob } from "./idle-flow";

// A process with two workers for bench/dispatch.ts, sent away with SIGKILL. Told "ours" it runs onboardings whose parts do nothing, until it is told to stop; told "floor" it fetches and completes jobs while there are any.
const places = 2;

const ours = {
  ...idleJob,
  handler: ({ onboardingId }: { onboardingId: number }, { signal }: { signal: AbortSignal }) =>
    run(idleFlow, onboardingId, { signal, holdsJob: true }),
  concurrency: places,
};

async function emptyQueue(boss: PgBoss): Promise<void> {
  for (;;) {
    const [taken] = await boss.fetch(bareJob.name);
    if (!taken) return;
    await boss.complete(bareJob.name, taken.id);
  }
}

async function workBare(): Promise<void> {
  const boss = new PgBoss({ connectionString: env.databaseUrl, supervise: false, schedule: false, max: places });
  await boss.start();
  await Promise.all(Array.from({ length: places }, () => emptyQueue(boss)));
  await boss.stop({ graceful: false });
}

let worker: Awaited<ReturnType<typeof work>> | undefined;
process.on("message", async message => {
  if (message === "ours") worker = await work([ours as Parameters<typeof work>[0][number]]);
  if (message === "stop") await worker?.stop();
  if (message === "floor") await workBare();
  process.send?.(message);
});
process.send?.("ready");
