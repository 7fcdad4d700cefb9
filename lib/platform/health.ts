import { z } from "zod";
import manifest from "@/package.json" with { type: "json" };
import { transaction } from "./db";
import { env } from "./env";
import { log } from "./log";
import { isRedisServing } from "./redis/client";

const Check = z.enum(["ok", "late", "down"]);
type Check = z.infer<typeof Check>;
const Figures = z.object({
  workerSeconds: z.number().nullable(),
  pollSeconds: z.number().nullable(),
  waiting: z.int(),
});
type Figures = z.infer<typeof Figures>;

/** What health answers; version and figures only to who may see them. `figures` are ages in seconds and runs that wait too long. */
export const HealthView = z.object({
  status: z.enum(["ok", "degraded", "down"]),
  /** `redis` only where there is one: without it nobody can be activated (decision 019). */
  checks: z.object({ database: Check, queue: Check, worker: Check, cron: Check, redis: Check.optional() }),
  version: z.string().optional(),
  figures: Figures.optional(),
});
export type HealthView = z.infer<typeof HealthView>;

const workerLateSeconds = 30;
const pollLateSeconds = 2 * 180;

const judge = (seconds: number | null, late: number): Check =>
  seconds === null ? "down" : seconds > late ? "late" : "ok";

type Row = Figures & { isMigrated: boolean };

async function readState(): Promise<Row> {
  // A process that Next did not build does not know which schema it was made for.
  const newest = env.newestMigration ?? null;
  const [row] = await transaction(
    "system",
    tx => tx.$queryRaw<Row[]>`
    SELECT (${newest}::text IS NULL OR has_migration(${newest})) AS "isMigrated",
      (SELECT extract(epoch FROM now() - max(beat_at))::float FROM worker_beat WHERE kind = 'worker') AS "workerSeconds",
      (SELECT extract(epoch FROM now() - max(beat_at))::float FROM worker_beat WHERE kind = 'poll') AS "pollSeconds",
      (SELECT count(*)::int FROM onboarding_run WHERE ended_at IS NULL AND status <> 'waiting' AND created_at < now() - interval '5 minutes') AS waiting`,
  );
  if (!row?.isMigrated) throw new Error(`migration ${newest} is missing: run \`npm run db:migrate\``);
  return row;
}

const down: HealthView = {
  status: "down",
  checks: { database: "down", queue: "down", worker: "down", cron: "down" },
};

/**
 * State of database, queue, worker, cron and, where there is one, Redis; down only without a database or with a schema older than this build. A worker and a poll stand in for each other. `maySeeFigures` is asked
 * only once the database has answered.
 */
export async function checkHealth(maySeeFigures: () => Promise<boolean>): Promise<HealthView> {
  try {
    const [{ isMigrated: _, ...figures }, isServing] = await Promise.all([readState(), isRedisServing()]);
    const worker = judge(figures.workerSeconds, workerLateSeconds);
    const cron = judge(figures.pollSeconds, pollLateSeconds);
    const queue: Check = figures.waiting > 0 ? "late" : "ok";
    const isServed = worker === "ok" || cron === "ok";
    const status = isServed && queue === "ok" && isServing !== false ? "ok" : "degraded";
    const redis = isServing === null ? {} : { redis: isServing ? ("ok" as const) : ("down" as const) };
    const isShown = env.appEnv === "demo" || (await maySeeFigures());
    return {
      status,
      checks: { database: "ok", queue, worker, cron, ...redis },
      ...(isShown ? { version: manifest.version, figures } : {}),
    };
  } catch (error) {
    log.error({ err: error }, "health: the database cannot serve");
    return down;
  }
}
