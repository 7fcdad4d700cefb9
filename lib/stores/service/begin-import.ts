import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { nudge, startRun } from "@/lib/platform/flow/start-run";
import type { OrderSync } from "../schema";
import { storeOnboarding } from "../steps";
import { hasKey } from "./letzshop-key";

/** An import that is there now (a run's id is the job's id), and whether this call made it. */
export type StartedImport = { jobId: number; createdNew: boolean };

type Beginning = {
  onboardingId: number;
  actor: { userId: number; storeId: number };
  trigger: string;
  input: OrderSync;
};

const keyStep = "letzshop_api";

/**
 * Begins an import of orders and products, or names the run that is there; the onboarding must be locked by the caller. Throws
 * `step_out_of_order` while there is no key to read orders with.
 */
export async function beginImport(tx: Tx, { onboardingId, actor, trigger, input }: Beginning): Promise<StartedImport> {
  const { userId, storeId } = actor;
  const { runId: jobId, createdNew } = await startRun(tx, onboardingId, trigger);
  if (!createdNew) return { jobId, createdNew };
  if (!(await hasKey(tx, storeId)))
    throw new AppError("step_out_of_order", { data: { currentStep: keyStep, requiredStep: keyStep } });
  await tx.$executeRaw`
    INSERT INTO store_import (run_id, store_id, days_back, include_products, since)
    VALUES (${jobId}, ${storeId}, ${input.daysBack}, ${input.includeProducts}, app_now() - make_interval(days => ${input.daysBack}))`;
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'running', started_at = coalesce(started_at, app_now()), heartbeat_at = NULL
    WHERE onboarding_id = ${onboardingId} AND step = 'order_sync' AND state <> 'done'`;
  await audit(tx, {
    action: "store.import_started",
    actor: { kind: "user", id: userId },
    subject: { kind: "store", id: storeId },
    detail: { jobId, ...input },
  });
  await nudge(tx, storeOnboarding, onboardingId);
  return { jobId, createdNew };
}
