import type { Tx } from "../db";
import { hastenJob, offerJob } from "../jobs/queue";
import type { PartOutcome } from "./onboarding";
import { runPercent } from "./progress";
import { notAsked, planPart, type Redo } from "./redo";
import type { WorkedFlow } from "./step";

/**
 * A run that is there now, and whether this call made it. `carried` are the parts that keep, or go on with, what the run before did, which is
 * `previousId`; `restored` are those of which counts again what the `earlier` one did.
 */
export type StartedRun = {
  runId: number;
  createdNew: boolean;
  carried: string[];
  restored: string[];
  previousId: number | null;
};

type Starting = {
  onboardingId: number;
  trigger: string;
  /** Default: every part. */
  redo?: Redo;
  /** What an earlier run has done, whatever later ones of another kind have made of it. */
  earlier?: readonly PartOutcome[];
};

const nothingYet = {
  state: "pending" as const,
  startedAt: null,
  endedAt: null,
  attempts: 0,
  nextAttemptAt: null,
  errorCode: null,
  errorMessage: null,
  skipReason: null,
  waitingFor: null,
  heartbeatAt: null,
};

async function preparePart(tx: Tx, id: number, plan: ReturnType<typeof planPart>): Promise<void> {
  if (plan === "anew") {
    await tx.onboardingStep.update({ where: { id }, data: { ...nothingYet, done: 0, total: null } });
    await tx.$executeRaw`UPDATE onboarding_step SET cursor = NULL, result = NULL WHERE id = ${id}`;
  } else if (plan === "go_on") await tx.onboardingStep.update({ where: { id }, data: nothingYet });
  else if (plan === "leave_out")
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'failed', error_code = ${notAsked.code}, error_message = ${notAsked.message},
        waiting_for = NULL, next_attempt_at = NULL, ended_at = app_now() WHERE id = ${id}`;
  else if (plan !== "keep") {
    const { done, total, attempts, result } = plan;
    await tx.$executeRaw`
      UPDATE onboarding_step SET state = 'done', skip_reason = NULL, done = ${done}, total = ${total}, attempts = ${attempts},
        result = ${JSON.stringify(result)}::jsonb, ended_at = coalesce(ended_at, app_now()) WHERE id = ${id}`;
  }
}

type NewRun = { onboardingId: number; trigger: string; number: number };

// By the database's clock, as all times that are compared: that of a process may be behind.
async function insertRun(tx: Tx, { onboardingId, trigger, number }: NewRun): Promise<number> {
  const [made] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO onboarding_run (onboarding_id, number, trigger, created_at) VALUES (${onboardingId}, ${number}, ${trigger}, app_now())
    RETURNING id`;
  if (!made) throw new Error("a run without a number");
  return made.id;
}

/** Keeps how far the runs before had come of what this one has to do: it took none of that time. */
async function noteCarried(tx: Tx, { onboardingId, runId }: { onboardingId: number; runId: number }): Promise<void> {
  const rows = await tx.onboardingStep.findMany({
    where: { onboardingId, parent: { not: null } },
    select: { step: true, state: true, done: true, total: true },
  });
  const carriedPercent = runPercent(rows) ?? 0;
  if (carriedPercent > 0) await tx.onboardingRun.update({ where: { id: runId }, data: { carriedPercent } });
}

/** Starts a run of a flow's worker parts, or names the one that is there. The onboarding must be locked by the caller; a partial unique index is the wall behind it. */
export async function startRun(tx: Tx, starting: Starting): Promise<StartedRun> {
  const { onboardingId, trigger, redo = "all", earlier = [] } = starting;
  const last = await tx.onboardingRun.findFirst({ where: { onboardingId }, orderBy: { number: "desc" } });
  if (last && last.endedAt === null)
    return { runId: last.id, createdNew: false, carried: [], restored: [], previousId: null };
  const runId = await insertRun(tx, { onboardingId, trigger, number: (last?.number ?? 0) + 1 });
  const rows = await tx.onboardingStep.findMany({ where: { onboardingId, parent: { not: null } } });
  const first =
    typeof redo === "object" && "from" in redo ? rows.find(row => row.step === redo.from)?.position : undefined;
  const [carried, restored]: [string[], string[]] = [[], []];
  for (const row of rows) {
    const plan = planPart(row, { redo, first, earlier });
    await preparePart(tx, row.id, plan);
    if (plan !== "anew") (typeof plan === "string" ? carried : restored).push(row.step);
  }
  await tx.$executeRaw`UPDATE onboarding_step SET fence = fence + 1, tries = NULL, tried_at = NULL WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL`;
  await noteCarried(tx, { onboardingId, runId });
  // How long this one takes says nothing about one that fetches everything.
  if (carried.length + restored.length > 0)
    await tx.onboardingRun.update({ where: { id: runId }, data: { isWhole: false } });
  return { runId, createdNew: true, carried, restored, previousId: last?.id ?? null };
}

/** Sends the job of a run, or brings forward the one that waits for its time; call it last in the transaction. */
export async function nudge(tx: Tx, of: Pick<WorkedFlow, "job">, onboardingId: number): Promise<void> {
  const key = String(onboardingId);
  if (!(await offerJob(tx, of.job, { onboardingId }, { key }))) await hastenJob(tx, of.job, key);
}

/** Sends again whatever the tables say is due: a lost job is a late job, never a lost onboarding. Returns how many were sent. */
export async function nudgeDue(tx: Tx, of: WorkedFlow): Promise<number> {
  const due = await tx.$queryRaw<{ id: number }[]>`
    SELECT o.id FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id
    WHERE r.ended_at IS NULL AND r.status <> 'waiting' AND o.kind = ${of.kind}::"OnboardingKind" AND NOT EXISTS (
      SELECT FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL
        AND ((s.state = 'running' AND s.heartbeat_at > now() - interval '10 s') OR (s.state = 'retrying' AND s.next_attempt_at > now())))
    ORDER BY o.id LIMIT 500`;
  for (const { id } of due) await nudge(tx, of, id);
  return due.length;
}
