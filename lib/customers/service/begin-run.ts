import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import type { OnboardingRow } from "@/lib/platform/flow/onboarding";
import type { Redo } from "@/lib/platform/flow/redo";
import { nudge, startRun } from "@/lib/platform/flow/start-run";
import { customerQueue } from "./customer-queue";
import { tellStart } from "./tell-run";

/** What makes a run begin: the customer was made, its credentials were changed, somebody asked for the onboarding or a sync, or its time has come. */
export type Trigger = "created" | "credentials" | "manual" | "sync" | "schedule";

/** What is asked of a run besides what it does again. */
type Asked = { workflowId?: number; acceptsDeletions?: boolean };

type Beginning = {
  /** Locked by the caller. */
  onboarding: OnboardingRow;
  customerId: number;
  trigger: Trigger;
  /** Who wants it; nobody when it begins by itself. */
  byUserId?: number;
  redo: Redo;
  asked?: Asked;
  reason?: string;
};

/** A run that is there now, and whether this call made it. */
export type BegunRun = { jobId: number; createdNew: boolean; isHastened?: boolean };

const keepAsked = async (tx: Tx, { customerId, asked }: Beginning, runId: number): Promise<void> => {
  await tx.customerRun.deleteMany({ where: { customerId } });
  if (asked) await tx.customerRun.create({ data: { runId, customerId, ...asked } });
};

const noteBeginning = (tx: Tx, { customerId, trigger, byUserId, redo, asked, reason }: Beginning, jobId: number) =>
  audit(tx, {
    action: "customer.run_started",
    actor: byUserId === undefined ? { kind: "system" } : { kind: "user", id: byUserId },
    subject: { kind: "customer", id: customerId },
    detail: { jobId, trigger, redo, ...asked, ...(reason ? { reason } : {}) },
  });

/** Begins a run of a customer, in a transaction that sees it, or names the one that goes on or waits: at most one per customer. */
export async function beginRun(tx: Tx, beginning: Beginning): Promise<BegunRun> {
  const { onboarding, trigger, redo } = beginning;
  const { id: onboardingId } = onboarding;
  const { runId: jobId, createdNew } = await startRun(tx, { onboardingId, trigger, redo });
  if (!createdNew) return { jobId, createdNew };
  await keepAsked(tx, beginning, jobId);
  // A sync reads the list from its start, so that another run's figures are none of this one's.
  await tx.$executeRaw`
    UPDATE onboarding_step SET done = 0, total = NULL, cursor = NULL WHERE onboarding_id = ${onboardingId} AND step = 'workflow_sync' AND state = 'pending'`;
  await tx.$executeRaw`
    UPDATE onboarding SET status = 'running', started_at = coalesce(started_at, app_now()) WHERE id = ${onboardingId} AND status <> 'complete'`;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'running', started_at = coalesce(started_at, app_now()), error_code = NULL, error_message = NULL
    WHERE onboarding_id = ${onboardingId} AND parent IS NULL AND state <> 'done'`;
  await noteBeginning(tx, beginning, jobId);
  await nudge(tx, customerQueue, onboardingId);
  await tellStart(tx, { customerId: beginning.customerId, runId: jobId, trigger });
  return { jobId, createdNew };
}
