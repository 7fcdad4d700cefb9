import { transaction } from "./db";
import { env } from "./env";
import { log } from "./log";

type Check = "ok" | "late" | "down";
type Figures = { workerSeconds: number | null; pollSeconds: number | null; waiting: number };

const workerLateSeconds = 30;
const pollLateSeconds = 2 * 180;

const judge = (seconds: number | null, late: number): Check =>
  seconds === null ? "down" : seconds > late ? "late" : "ok";

async function readFigures(): Promise<Figures> {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Figures[]>`
    SELECT
      (SELECT extract(epoch FROM now() - max(beat_at))::float FROM worker_beat WHERE kind = 'worker') AS "workerSeconds",
      (SELECT extract(epoch FROM now() - max(beat_at))::float FROM worker_beat WHERE kind = 'poll') AS "pollSeconds",
      (SELECT count(*)::int FROM onboarding_run WHERE ended_at IS NULL AND created_at < now() - interval '5 minutes') AS waiting`,
  );
  return rows[0] ?? { workerSeconds: null, pollSeconds: null, waiting: 0 };
}

/** State of database, queue, worker and cron; down only without a database. A worker and a poll stand in for each other. */
export async function checkHealth(withFigures: boolean) {
  try {
    const figures = await readFigures();
    const worker = judge(figures.workerSeconds, workerLateSeconds);
    const cron = judge(figures.pollSeconds, pollLateSeconds);
    const served = worker === "ok" || cron === "ok";
    const queue: Check = figures.waiting > 0 ? "late" : "ok";
    const checks = { database: "ok" as Check, queue, worker, cron };
    const status = served && queue === "ok" ? "ok" : "degraded";
    return { up: true, data: { status, checks, ...(withFigures || env.appEnv === "demo" ? { figures } : {}) } };
  } catch (error) {
    log.error({ err: error }, "health: no database");
    const checks = {
      database: "down" as Check,
      queue: "down" as Check,
      worker: "down" as Check,
      cron: "down" as Check,
    };
    return { up: false, data: { status: "down", checks } };
  }
}
