import { PgBoss } from "pg-boss";
import { z } from "zod";
import { sessionOptions } from "../db";
import { env } from "../env";
import { log } from "../log";
import { inSpan } from "../tracing/span";
import { withDeadline } from "./deadline";
import { deadlineOf, type Job, pollSeconds } from "./define-job";
import { sender } from "./queue";
import { scrubbed } from "./scrub";

async function handle(job: Job, data: unknown, jobId: string, stopping: AbortSignal): Promise<void> {
  const startedAt = performance.now();
  try {
    const ids = job.data.parse(data);
    const time = { deadlineSeconds: deadlineOf(job), stopping };
    const span = {
      name: `job ${job.name}`,
      kind: "consumer",
      attributes: { "job.name": job.name, "job.id": jobId },
    } as const;
    await inSpan(span, () => withDeadline(signal => job.handler(ids, { signal, jobId }), time));
    log.info({ job: job.name, jobId, data, durationMs: Math.round(performance.now() - startedAt) }, "job done");
  } catch (error) {
    log.warn({ job: job.name, jobId, data, err: error }, "job failed");
    throw scrubbed(error); // pg-boss keeps what is thrown in the database
  }
}

/** Whoever has a job looks for another one when it is done; by itself pg-boss waits for the next poll. */
function keepBusy(boss: PgBoss, queue: string): void {
  for (const { id, name, count } of boss.getWipData()) if (name === queue && count > 0) boss.notifyWorker(id);
}

async function workOn(boss: PgBoss, job: Job, signal: AbortSignal): Promise<void> {
  const concurrency = job.concurrency ?? 2;
  const options = {
    pollingIntervalSeconds: pollSeconds,
    notifyPollingIntervalSeconds: pollSeconds,
    localConcurrency: concurrency,
    // One place is always for somebody else: who has thousands of jobs does not delay another's single one.
    localGroupConcurrency: Math.max(1, concurrency - 1),
  };
  await boss.work(job.name, options, async ([taken]) => {
    if (!taken) return;
    keepBusy(boss, job.name);
    await handle(job, taken.data, taken.id, signal);
  });
}

/** Works on every queue until `stop`: takes nothing new at once, lets runs reach their next checkpoint, up to 25 s. */
export async function work(jobs: readonly Job[]): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({
    connectionString: env.databaseUrl,
    application_name: "gangway-worker",
    useListenNotify: true,
    max: 4,
    options: sessionOptions,
    queueCacheIntervalSeconds: 1, // until it refreshes, the key of a dead worker counts as busy
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
  });
  boss.on("error", error => log.warn({ err: error }, "queue connection"));
  await boss.start();
  const stopping = new AbortController();
  for (const job of jobs) await workOn(boss, job, stopping.signal);
  return {
    stop: async () => {
      stopping.abort(new Error("the worker stops"));
      await boss.stop({ graceful: true, timeout: 25_000 });
    },
  };
}

/** What one pull of the queues did; `remaining` is what it left for the next one. */
export const PullResult = z.object({ claimed: z.int(), completed: z.int(), failed: z.int(), remaining: z.int() });
export type PullResult = z.infer<typeof PullResult>;

/** The next job of a queue; tenants take turns, so that of thousands of jobs of one nobody else's waits for more than one. */
async function takeNext(boss: PgBoss, name: string, served: Set<string>) {
  const options = { batchSize: 1, includeMetadata: true } as const;
  const [other] = await boss.fetch(name, { ...options, ignoreGroups: [...served] });
  if (!other && served.size === 0) return undefined;
  if (!other) served.clear();
  const taken = other ?? (await boss.fetch(name, options))[0];
  if (taken?.groupId) served.add(taken.groupId);
  return taken;
}

type Pulling = { signal: AbortSignal; result: PullResult; served: Set<string> };

async function pullOne(boss: PgBoss, job: Job, { signal, result, served }: Pulling): Promise<boolean> {
  const taken = await takeNext(boss, job.name, served);
  if (!taken) return false;
  result.claimed++;
  const beat = setInterval(() => boss.touch(job.name, taken.id).catch(() => undefined), 4000);
  try {
    await handle(job, taken.data, taken.id, signal);
    await boss.complete(job.name, taken.id);
    result.completed++;
  } catch (error) {
    await boss.fail(job.name, taken.id, { message: scrubbed(error).message });
    result.failed++;
  } finally {
    clearInterval(beat);
  }
  return true;
}

/** Takes and runs waiting jobs for at most `budgetMs`: the same work on a host without a worker. */
export async function pull(jobs: readonly Job[], budgetMs: number): Promise<PullResult> {
  const boss = await sender();
  const result: PullResult = { claimed: 0, completed: 0, failed: 0, remaining: 0 };
  const signal = AbortSignal.timeout(budgetMs);
  for (const job of jobs) {
    await boss.supervise(job.name);
    const served = new Set<string>();
    while (!signal.aborted && (await pullOne(boss, job, { signal, result, served })));
    const [stats] = await boss.getQueues([job.name]);
    result.remaining += stats?.queuedCount ?? 0;
  }
  return result;
}
