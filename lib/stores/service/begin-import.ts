import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Redo } from "@/lib/platform/flow/redo";
import { nudge, startRun } from "@/lib/platform/flow/start-run";
import type { OrderSync } from "../schema";
import { carryOver } from "./import/carry-over";
import { importQueue } from "./import-queue";
import type { LastImport } from "./last-import";
import { hasKey } from "./letzshop-key";

/** An import that is there now (a run's id is the job's id), and whether this call made it. */
export type StartedImport = { jobId: number; createdNew: boolean };

type Beginning = {
  onboardingId: number;
  storeId: number;
  /** Who wants it; nobody when it goes on by itself. */
  userId?: number;
  trigger: "owner" | "admin" | "key";
  input: OrderSync;
  redo: Redo;
  /** What it goes on from. */
  last: LastImport | null;
  reason?: string;
};

const keyStep = "letzshop_api";

/**
 * Begins an import of orders and products, or names the run that is there; the onboarding must be locked by the caller. What goes on keeps
 * its period, its problems and its rows. Throws `step_out_of_order` while there is no key to read orders with.
 */
export async function beginImport(tx: Tx, beginning: Beginning): Promise<StartedImport> {
  const { onboardingId, storeId, userId, trigger, input, redo, last, reason } = beginning;
  const started = await startRun(tx, { onboardingId, trigger, redo, earlier: last?.parts });
  const { runId: jobId, createdNew } = started;
  if (!createdNew) return { jobId, createdNew };
  if (!(await hasKey(tx, storeId)))
    throw new AppError("step_out_of_order", { data: { currentStep: keyStep, requiredStep: keyStep } });
  const since = redo === "all" ? null : (last?.since ?? null);
  await tx.$executeRaw`
    INSERT INTO store_import (run_id, store_id, days_back, include_products, since)
    VALUES (${jobId}, ${storeId}, ${input.daysBack}, ${input.includeProducts},
      coalesce(${since}::timestamptz, app_now() - make_interval(days => ${input.daysBack})))`;
  await carryOver(tx, storeId, started, last?.runId ?? null);
  await tx.$executeRaw`
    UPDATE onboarding_step SET state = 'running', started_at = coalesce(started_at, app_now()), heartbeat_at = NULL
    WHERE onboarding_id = ${onboardingId} AND step = 'order_sync' AND state <> 'done'`;
  await audit(tx, {
    action: "store.import_started",
    actor: userId === undefined ? { kind: "system" } : { kind: "user", id: userId },
    subject: { kind: "store", id: storeId },
    detail: { jobId, ...input, trigger, redo, ...(reason ? { reason } : {}) },
  });
  await nudge(tx, importQueue, onboardingId);
  return { jobId, createdNew };
}
