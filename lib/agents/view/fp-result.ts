import { z } from "zod";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import { type SyncStepId, syncStepIds, syncSteps } from "../schema/sync";
import { countsOf, warningsOf } from "./worker-result";

/** What one worker of a sync came to; a step that failed tells what it had brought until then, and why. */
const WorkerResult = z.union([
  z.object({
    fetched: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    durationMs: z.int(),
    warnings: z.array(z.string()),
    error: z.string().optional(),
  }),
  z.object({ skipped: z.literal(true), reason: z.string() }),
]);
type WorkerResult = z.infer<typeof WorkerResult>;

const stepName = z.enum(syncStepIds);

/**
 * The FP result of sources/000. It is an envelope of its own, so it is the whole answer: `success` is true only for Complete, `error` is a sentence or
 * null, and `meta` has its names beside those of every answer.
 */
export const FpResult = z.object({
  success: z.boolean(),
  message: z.string(),
  data: z.object({
    userId: z.int(),
    stepsCompleted: z.array(stepName),
    failedSteps: z.array(stepName),
    errorCount: z.int(),
    workerResults: z.record(stepName, WorkerResult),
  }),
  error: z.string().nullable(),
  meta: z.object({
    functionName: z.literal("Workers/reZEN - Onboarding Orchestrator"),
    errors: z.array(z.object({ step: z.string(), error: z.string() })),
    timestamp: z.iso.datetime(),
    requestId: z.string(),
  }),
});
export type FpResult = z.infer<typeof FpResult>;

/** A step as its run kept it. */
type EndedStep = { state: string } & Pick<
  PartOutcome,
  "step" | "done" | "result" | "cursor" | "errorMessage" | "skipReason" | "startedAt" | "endedAt"
>;

/** A run that has ended, with its steps as it kept them; `errorMessage` is why it could not begin, or broke off as a whole. */
export type EndedRun = { userId: number; status: string; errorMessage: string | null; steps: readonly EndedStep[] };

/** How long a step took; runs of long ago kept no times. */
const durationOf = ({ startedAt, endedAt }: EndedStep): number =>
  startedAt && endedAt ? Math.max(0, Number(new Date(endedAt)) - Number(new Date(startedAt))) : 0;

function toWorkerResult(row: EndedStep): WorkerResult {
  if (row.state === "skipped") return { skipped: true, reason: row.skipReason ?? "This step was left out." };
  if (row.state !== "done" && row.state !== "failed")
    return { skipped: true, reason: "The run ended before this step." };
  // Its rows that are gone are among those that are updated.
  const { gone, updated, ...counts } = countsOf(row);
  return {
    ...{ ...counts, updated: updated + gone },
    durationMs: durationOf(row),
    warnings: warningsOf(row),
    ...(row.state === "failed" ? { error: row.errorMessage ?? "This step failed." } : {}),
  };
}

const isSyncStep = (step: string): step is SyncStepId => Object.hasOwn(syncSteps, step);

/** What the run as a whole says: nothing when all is well. */
function wholeError({ status, errorMessage }: EndedRun, failures: number): string | null {
  if (errorMessage !== null) return errorMessage;
  if (status === "cancelled") return "Onboarding was cancelled";
  return failures > 0 ? `Onboarding completed with ${failures} error(s)` : null;
}

/** What a run came to, in the words of sources/000. */
export function toFpResult(run: EndedRun, { requestId, at }: { requestId: string; at: Date }): FpResult {
  // One that could not begin has done nothing: what is there is the work of others.
  const kept = run.errorMessage === null ? run.steps : [];
  const steps = kept.flatMap(row => (isSyncStep(row.step) ? [{ ...row, step: row.step }] : []));
  const failed = steps.filter(({ state }) => state === "failed");
  const error = wholeError(run, failed.length);
  const errors = failed.map(({ step, errorMessage }) => ({
    step: step as string,
    error: errorMessage ?? "This step failed.",
  }));
  if (run.errorMessage !== null) errors.unshift({ step: "initialization", error: run.errorMessage });
  return {
    success: run.status === "complete",
    message: error ?? "Onboarding completed",
    data: {
      userId: run.userId,
      stepsCompleted: steps.filter(({ state }) => state === "done").map(({ step }) => step),
      failedSteps: failed.map(({ step }) => step),
      errorCount: errors.length,
      workerResults: Object.fromEntries(
        steps.map(row => [row.step, toWorkerResult(row)]),
      ) as FpResult["data"]["workerResults"],
    },
    error,
    meta: {
      functionName: "Workers/reZEN - Onboarding Orchestrator",
      errors,
      timestamp: at.toISOString(),
      requestId,
    },
  };
}
