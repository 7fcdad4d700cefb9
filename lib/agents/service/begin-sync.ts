import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { type OnboardingRow, type PartOutcome, partSteps, toPartOutcome } from "@/lib/platform/flow/onboarding";
import { isNotAsked, type Redo } from "@/lib/platform/flow/redo";
import { nudge, startRun } from "@/lib/platform/flow/start-run";
import type { StartedSyncView } from "../view/status";
import { againWithinHours } from "./again-within";
import { keepExpected } from "./expect-run";
import { isPaused } from "./lift-pause";
import { hasWorkingKey, rezen } from "./rezen-key";
import { syncQueue } from "./sync-queue";
import { tellRefusal, tellStart } from "./tell-run";

/** What makes a sync begin: its owner, an admin, a key that was saved, that something was missing, or that its time has come. */
export type Trigger = "owner" | "admin" | "key" | "again" | "schedule";

type Beginning = {
  /** Locked by the caller, with no run that goes on. */
  onboarding: OnboardingRow;
  userId: number;
  trigger: Trigger;
  /** Who wants it; nobody when it begins by itself. */
  byUserId?: number;
  redo: Redo;
  /** Does it go on with what was fetched days ago too? Only where it was asked to try again what is missing. */
  keepsOld?: boolean;
  reason?: string;
};

const texts = {
  missing_credentials: "There is no reZEN key. Enter your key, then start again.",
  key_unreadable: "We can no longer open your reZEN key. Enter it again, and it goes on by itself.",
} as const;
type Refusal = keyof typeof texts;

/** Why nothing can begin (sources/000, step 0): no agent at reZEN, no key, or one that is of no use to us. A refused one is the steps' affair. */
async function findRefusal(tx: Tx, userId: number): Promise<Refusal | null> {
  const select = {
    id: true,
    credentials: { where: { platform: rezen, deletedAt: null }, select: { brokenClass: true } },
  };
  const agent = await tx.agent.findUniqueOrThrow({ where: { userId }, select });
  const [key] = agent.credentials;
  if (agent.id === null || !key) return "missing_credentials";
  return key.brokenClass === "unreadable" ? "key_unreadable" : null;
}

const settleOnboarding = (tx: Tx, { id }: OnboardingRow, status: "running" | "failed") => tx.$executeRaw`
  UPDATE onboarding SET status = ${status}::"OnboardingStatus", started_at = coalesce(started_at, app_now())
  WHERE id = ${id} AND status <> 'complete'`;

/** The run that could not begin: it is there, it has ended, and what was fetched before stays as it was. */
async function refuse(tx: Tx, { onboarding, userId, trigger, ...told }: Beginning, code: Refusal): Promise<number> {
  const parts = JSON.stringify(partSteps(onboarding).map(toPartOutcome));
  const [run] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO onboarding_run (onboarding_id, number, trigger, status, created_at, started_at, ended_at, parts, error_code, error_message, is_whole)
    SELECT ${onboarding.id}, coalesce(max(number), 0) + 1, ${trigger}, 'failed', app_now(), app_now(), app_now(), ${parts}::jsonb, ${code}, ${texts[code]}, false
    FROM onboarding_run WHERE onboarding_id = ${onboarding.id} RETURNING id`;
  if (!run) throw new Error("a run without a number");
  await settleOnboarding(tx, onboarding, "failed");
  await noteBeginning(tx, { userId, trigger, ...told }, { jobId: run.id, refused: code });
  await tellRefusal(tx, { userId, runId: run.id, reason: texts[code] });
  return run.id;
}

const noteBeginning = (
  tx: Tx,
  { userId, trigger, byUserId, reason }: Pick<Beginning, "userId" | "trigger" | "byUserId" | "reason">,
  detail: Record<string, unknown>,
) =>
  audit(tx, {
    action: "agent.sync_started",
    actor: byUserId === undefined ? { kind: "system" } : { kind: "user", id: byUserId },
    subject: { kind: "agent", id: userId },
    detail: { ...detail, trigger, ...(reason ? { reason } : {}) },
  });

/** Has a run of this onboarding worked on it within the day? One that was refused has not. */
async function isFresh(tx: Tx, onboardingId: number): Promise<boolean> {
  const [found] = await tx.$queryRaw<unknown[]>`
    SELECT FROM onboarding_run WHERE onboarding_id = ${onboardingId} AND error_code IS NULL
      AND ended_at > app_now() - make_interval(hours => ${againWithinHours}::int) LIMIT 1`;
  return found !== undefined;
}

/** Where nothing is unfinished, or what is there is old, whoever begins gets all of it. */
async function chooseRedo(tx: Tx, { onboarding, redo, keepsOld = false }: Beginning): Promise<Redo> {
  const isAllDone = partSteps(onboarding).every(({ state }) => state === "done" || state === "skipped");
  if (redo === "unfinished" && isAllDone) return "all";
  return redo === "all" || keepsOld || (await isFresh(tx, onboarding.id)) ? redo : "all";
}

/** Begins a sync of an account, in a transaction of the agent's; one that step 0 refuses has ended at once, with why. */
export async function beginSync(tx: Tx, beginning: Beginning): Promise<StartedSyncView> {
  const { onboarding, userId, trigger } = beginning;
  const { id: onboardingId } = onboarding;
  const refusal = await findRefusal(tx, userId);
  if (refusal) return { jobId: await refuse(tx, beginning, refusal), createdNew: true };
  const redo = await chooseRedo(tx, beginning);
  const { runId: jobId, createdNew } = await startRun(tx, { onboardingId, trigger, redo });
  if (!createdNew) return { jobId, createdNew };
  await keepExpected(tx, { userId, onboardingId, runId: jobId });
  await settleOnboarding(tx, onboarding, "running");
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'running', started_at = coalesce(started_at, app_now()), error_code = NULL, error_message = NULL
    WHERE onboarding_id = ${onboardingId} AND parent IS NULL AND state <> 'done'`;
  await noteBeginning(tx, beginning, { jobId, redo });
  await nudge(tx, syncQueue, onboardingId);
  await tellStart(tx, { userId, runId: jobId, isPlanned: trigger === "schedule" });
  return { jobId, createdNew };
}

/** What a run lacks of what it was asked for; null when nothing. What could not begin lacks whatever is unfinished. */
function findMissing(last: { errorCode: string | null; parts: unknown }): Redo | null {
  const failed = ((last.parts ?? []) as PartOutcome[]).filter(({ state }) => state === "failed");
  const asked = failed.filter(part => !isNotAsked(part));
  if (last.errorCode !== null || asked.length === failed.length) return "unfinished";
  return asked.length > 0 ? { only: asked.map(({ step }) => step) } : null;
}

/** Begins what an account lacks when its last run has left something out and there is a key to fetch it with; does nothing otherwise, nor to one that is paused. */
export async function beginWhatIsMissing(
  tx: Tx,
  userId: number,
  onboarding: OnboardingRow,
  trigger: Trigger,
): Promise<boolean> {
  const last = await tx.onboardingRun.findFirst({
    where: { onboardingId: onboarding.id },
    orderBy: { number: "desc" },
  });
  const isShort = last?.status === "partial" || last?.status === "failed";
  const redo = isShort && findMissing(last);
  if (!redo || (await isPaused(tx, userId)) || !(await hasWorkingKey(tx, userId))) return false;
  await beginSync(tx, { onboarding, userId, trigger, redo });
  return true;
}
