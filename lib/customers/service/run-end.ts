import { audit } from "@/lib/platform/audit";
import { Prisma, type Tx } from "@/lib/platform/db";
import type { RunEnd } from "@/lib/platform/flow/step";
import { isFailedSync } from "../queries/failed-sync";
import { liftPause, pauseAfterFailures } from "./auto-pause";
import { tellRunNews } from "./news/tell-run-news";
import { type RunNews, tellOutcome } from "./tell-run";

type Ended = { onboardingId: number; status: string; trigger: string; hasEnded: boolean; seconds: number };

async function findRun(tx: Tx, runId: number): Promise<Ended> {
  const { createdAt, startedAt, endedAt, ...run } = await tx.onboardingRun.findUniqueOrThrow({
    where: { id: runId },
    select: { onboardingId: true, status: true, trigger: true, createdAt: true, startedAt: true, endedAt: true },
  });
  const seconds = endedAt ? Math.round((Number(endedAt) - Number(startedAt ?? createdAt)) / 1000) : 0;
  return { ...run, hasEnded: endedAt !== null, seconds };
}

const steps = { complete: "done", failed: "failed", waiting: "running" } as const;
type Outcome = keyof typeof steps;
const toOutcome = (status: string): Outcome | null => (status in steps ? (status as Outcome) : null);

/**
 * What a run makes of the onboarding when it ends or waits: once complete it stays so, whatever later syncs come to. The step itself goes on while a part
 * waits. Answers whether the customer has come aboard by it.
 */
async function settleOnboarding(tx: Tx, onboardingId: number, outcome: Outcome): Promise<boolean> {
  const step = steps[outcome];
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = ${step}::"StepState", ended_at = CASE WHEN ${step} <> 'running' THEN app_now() END,
      done = ${step === "done" ? 1 : 0}, total = 1, error_code = ${step === "failed" ? outcome : null}, error_message = NULL
    WHERE onboarding_id = ${onboardingId} AND parent IS NULL AND state <> 'done'`;
  const settled = await tx.$executeRaw`
    UPDATE onboarding SET status = ${outcome}::"OnboardingStatus", ended_at = CASE WHEN ${step} = 'done' THEN app_now() END
    WHERE id = ${onboardingId} AND status <> 'complete'`;
  return outcome === "complete" && settled > 0;
}

/** Plans when a customer is synced next by itself: as soon after a failure as after a sync that came through, since what was down for an hour is up again. */
export const planNextSync = (tx: Tx, customerId: number) => tx.$executeRaw`
  UPDATE customer SET next_sync_at = CASE WHEN sync_every_minutes > 0 THEN app_now() + make_interval(mins => sync_every_minutes) END
  WHERE id = ${customerId}`;

/** Did the newest of these runs fail at the sync, or before it? */
async function didSyncFail(tx: Tx, onboardingId: number, which: Prisma.Sql): Promise<boolean> {
  const [run] = await tx.$queryRaw<{ isFailed: boolean }[]>`
    SELECT ${isFailedSync} AS "isFailed" FROM onboarding_run r
    WHERE r.onboarding_id = ${onboardingId} AND r.status IN ('complete', 'failed') AND ${which} ORDER BY r.number DESC LIMIT 1`;
  return run?.isFailed ?? false;
}

/**
 * Settles the onboarding, plans the next sync or pauses them, and tells of it when a run ends or waits, in the transaction in which it does. Twice for the same run does it
 * once.
 */
export async function tellRunEnd(tx: Tx, { runId, subjectId: customerId }: RunEnd): Promise<void> {
  const { onboardingId, status, trigger, hasEnded, seconds } = await findRun(tx, runId);
  const outcome = toOutcome(status);
  // One that has a successor has no say any more; one that was stopped was told by who did it.
  const newer = await tx.onboardingRun.count({ where: { onboardingId, id: { gt: runId } } });
  if (newer > 0 || !outcome) return;
  const isFirst = await settleOnboarding(tx, onboardingId, outcome);
  const isSyncFailed = await didSyncFail(tx, onboardingId, Prisma.sql`r.id = ${runId}`);
  const isThrough = outcome !== "waiting" && !isSyncFailed;
  const lifted = isThrough ? await liftPause(tx, customerId, { jobId: runId }) : [];
  if (hasEnded) await planNextSync(tx, customerId);
  const isNews = !(await didSyncFail(tx, onboardingId, Prisma.sql`r.id < ${runId}`));
  const news: RunNews = { customerId, runId, trigger, outcome, isThrough, isFirst, isNews, seconds };
  await tellOutcome(tx, news);
  await tellRunNews(tx, news);
  await audit(tx, ...lifted);
  if (isSyncFailed && trigger === "schedule") await pauseAfterFailures(tx, { customerId, onboardingId, runId });
}
