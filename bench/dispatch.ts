import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { pathToFileURL } from "node:url";
import { fromPrisma, PgBoss } from "pg-boss";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { prepareQueues } from "@/lib/platform/jobs/prepare";
import { inCheckout } from "@/scripts/checkout.mjs";
import { nodeFlags } from "@/scripts/node-flags.mjs";
import type { Bench } from "./harness/bench";
import { bareJob, idleFlow, idleJob } from "./harness/idle-flow";
import type { Place } from "./harness/place";

const onboardings = 1000;
const parts = ["orders", "products"];
type Side = "ours" | "floor";

/** Two processes with two workers each, idle. */
async function startWorkers(place: Place): Promise<ChildProcess[]> {
  const hooks = pathToFileURL(inCheckout("scripts", "worker-hooks.mjs")).href;
  const options = {
    env: place.env as unknown as NodeJS.ProcessEnv,
    execArgv: [...nodeFlags("worker"), "--import", hooks, "--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"] as ("ignore" | "inherit" | "ipc")[],
  };
  const children = [1, 2].map(() => fork(inCheckout("bench", "harness", "idle-worker.ts"), options));
  place.onEnd(async () => {
    for (const child of children) child.kill("SIGKILL");
  });
  await Promise.all(children.map(child => once(child, "message")));
  return children;
}

/** Tells each process what to do and waits until each has done it. */
async function tell(children: ChildProcess[], what: Side | "stop"): Promise<void> {
  const answers = children.map(child => once(child, "message"));
  for (const child of children) child.send(what);
  await Promise.all(answers);
}

/** Onboardings with a run that waits for its first worker, each with the job that tells of it. */
async function writeRuns(boss: PgBoss): Promise<void> {
  await transaction("system", async tx => {
    await tx.$executeRaw`DELETE FROM stores`;
    await tx.$executeRaw`
      INSERT INTO stores (code, name, owner_name, email, phone_number, verified_at)
      SELECT 'SHOP' || n, 'Store', 'Owner', 'owner@example.com', '+35262100' || n, now() FROM generate_series(1000, 999 + ${onboardings}::int) AS n`;
    const made = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO onboarding (kind, status, store_id, started_at) SELECT 'store', 'running', id, now() FROM stores RETURNING id`;
    await tx.$executeRaw`
      INSERT INTO onboarding_step (onboarding_id, step, parent, position)
      SELECT o.id, step, 'order_sync', at FROM onboarding o, unnest(${parts}::text[]) WITH ORDINALITY AS s(step, at)`;
    await tx.$executeRaw`INSERT INTO onboarding_run (onboarding_id, number, trigger) SELECT id, 1, 'owner' FROM onboarding`;
    const jobs = made.map(({ id }) => ({ data: { onboardingId: id }, singletonKey: String(id) }));
    await boss.insert(idleFlow.job, jobs, { db: fromPrisma(tx) });
  });
  await transaction("system", tx => tx.$executeRaw`ANALYZE onboarding, onboarding_step, onboarding_run`);
}

const countOpen = () => transaction("system", tx => tx.onboardingRun.count({ where: { endedAt: null } }));

async function requireOnce(): Promise<void> {
  const where = { state: "done" as const, attempts: 1, fence: 1 };
  const once = await transaction("system", tx => tx.onboardingStep.count({ where }));
  if (once !== onboardings * parts.length) throw new Error(`Only ${once} steps were done once.`);
}

async function dispatch(children: ChildProcess[], boss: PgBoss): Promise<number> {
  await writeRuns(boss);
  const since = performance.now();
  await tell(children, "ours");
  while ((await countOpen()) > 0) await new Promise(resolve => setTimeout(resolve, 20));
  const seconds = (performance.now() - since) / 1000;
  await tell(children, "stop");
  await requireOnce();
  return seconds;
}

async function fetchAndComplete(children: ChildProcess[], boss: PgBoss): Promise<number> {
  const jobs = Array.from({ length: onboardings * parts.length }, (_, at) => ({ data: { onboardingId: at } }));
  await boss.insert(bareJob.name, jobs);
  const since = performance.now();
  await tell(children, "floor");
  return (performance.now() - since) / 1000;
}

const bench: Bench<Side, "seconds"> = {
  name: "dispatch",
  work: `${onboardings} pending onboardings of ${parts.length} parts that do nothing, 4 workers in 2 processes; beside it pg-boss, fetching and completing as many jobs as parts`,
  goals: [{ title: "seconds, ours ÷ pg-boss alone", value: at => at.ours.seconds / at.floor.seconds, atMost: 2 }],
  async setUp(place) {
    const databaseUrl = place.env.DATABASE_URL ?? "";
    const handler = async () => undefined;
    await prepareQueues(databaseUrl, [
      { ...idleJob, handler },
      { ...bareJob, handler, policy: "standard" },
    ]);
    const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false });
    await boss.start();
    place.onEnd(async () => {
      await boss.stop({ graceful: false });
      await closeDatabase();
    });
    const children = await startWorkers(place);
    return {
      runs: {
        ours: async () => ({ seconds: await dispatch(children, boss) }),
        floor: async () => ({ seconds: await fetchAndComplete(children, boss) }),
      },
    };
  },
};

export default bench;
