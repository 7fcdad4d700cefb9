import { z } from "zod";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import { isSettled, mostAttempts, runPercent } from "@/lib/platform/flow/progress";
import { partsOf } from "@/lib/platform/flow/step";
import { awaitedKey } from "../service/key-wait";
import { storeOnboarding } from "../steps";

const JobStatus = z.enum([
  ...["pending", "fetching", "processing", "waiting"],
  ...["completed", "partial", "failed", "cancelled"],
] as const);
// The words of sources/004: fetching while ids are counted, processing while rows are written; and waiting for somebody.
type JobStatus = z.infer<typeof JobStatus>;

/** How far an import is. Totals are null while they are not known, `percent` with them. */
export const ProgressView = z.object({
  jobId: z.int(),
  status: JobStatus,
  currentPhase: z.string().nullable(),
  percent: z.int().nullable(),
  progressPercentage: z.int(),
  /** How much of the percent earlier runs had done: this one goes on from there. */
  carriedPercent: z.int(),
  ordersImported: z.int(),
  ordersTotal: z.int().nullable(),
  productsImported: z.int(),
  productsTotal: z.int().nullable(),
  parts: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: z.enum(["pending", "running", "retrying", "waiting", "done", "failed", "skipped", "cancelled"]),
      done: z.int(),
      total: z.int().nullable(),
      /** Rows of it that were read and not imported. */
      skipped: z.int(),
      /** Problems that were found with its rows, those of the skipped ones included; `…/imports/{job_id}/issues` lists them. */
      issues: z.int(),
      /** Why it was left out, where it was. */
      skipReason: z.string().nullable(),
      /** Tries so far, and how many there are before it counts as failed. */
      attempts: z.int(),
      maxAttempts: z.int(),
      /** When a part that is retrying is tried again. */
      nextAttemptAt: z.iso.datetime().nullable(),
      error: z.object({ code: z.string(), message: z.string(), supportCode: z.string() }).nullable(),
    }),
  ),
  startedAt: z.iso.datetime(),
  lastUpdateAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  errorMessage: z.string().nullable(),
  /** What must be there before an import that waits goes on by itself. */
  waitingFor: z.enum(["letzshop_key"]).nullable(),
  daysBack: z.int().nullable(),
  includeProducts: z.boolean().nullable(),
  serverTime: z.iso.datetime(),
});
export type ProgressView = z.infer<typeof ProgressView>;

/** An import that was started, or the one that runs. */
export const StartedImportView = z.object({
  jobId: z.int(),
  createdNew: z.boolean(),
  estimatedDurationMinutes: z.int().nullable(),
});

/** An import that an admin has started again, or the one that runs. */
export const RetriedImportView = z.object({ jobId: z.int(), createdNew: z.boolean() });

/** An import that was stopped. */
export const CancelledImportView = z.object({ jobId: z.int() });

/** A run as it stands. */
export type RunRow = {
  id: number;
  status: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** How each part did, once the run has ended. */
  parts: unknown;
  carriedPercent: number;
  storeImport: { daysBack: number | null; includeProducts: boolean } | null;
};
type PartRow = PartOutcome & { nextAttemptAt?: Date | null; waitingFor?: string | null; cursor?: unknown };
/** A part as its onboarding has it now. */
export type LivePart = PartRow & { heartbeatAt: Date | null; endedAt: Date | null };

// A part that has ended says so in its result, one under way in its cursor.
const Problems = z.object({ skipped: z.int(), issues: z.int() });
const UnderWay = z.object({ counts: Problems });

function countProblems({ result, cursor }: PartRow): z.infer<typeof Problems> {
  const told = Problems.safeParse(result);
  if (told.success) return told.data;
  const soFar = UnderWay.safeParse(cursor);
  return soFar.success ? soFar.data.counts : { skipped: 0, issues: 0 };
}

const endWords: Partial<Record<string, JobStatus>> = {
  complete: "completed",
  partial: "partial",
  cancelled: "cancelled",
};

function toJobStatus(run: RunRow, parts: readonly PartRow[]): JobStatus {
  if (run.endedAt) return endWords[run.status] ?? "failed";
  if (!run.startedAt) return "pending";
  if (run.status === "waiting") return "waiting";
  return parts.some(part => part.total !== null && part.state !== "skipped") ? "processing" : "fetching";
}

const titles = Object.fromEntries(partsOf(storeOnboarding).map(part => [part.id, part.title]));

function toPartView(row: PartRow, run: RunRow) {
  const { done, total, attempts } = row;
  const error = row.errorCode
    ? { code: row.errorCode, message: row.errorMessage ?? "", supportCode: `job_${run.id}` }
    : null;
  return {
    id: row.step,
    title: titles[row.step] ?? row.step,
    state: run.status === "cancelled" && !isSettled(row) ? ("cancelled" as const) : row.state,
    done,
    total,
    ...countProblems(row),
    skipReason: row.state === "skipped" ? (row.skipReason ?? null) : null,
    attempts,
    maxAttempts: mostAttempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    error,
  };
}

/** How far an import is: whole percent (null while the total is not known), counts and errors per part. */
export function toProgressView(run: RunRow, live: readonly LivePart[]): ProgressView {
  // The steps belong to the newest run; an ended one shows what it kept.
  const parts: readonly PartRow[] = run.endedAt ? ((run.parts ?? []) as PartRow[]) : live;
  const [orders, products] = [parts.find(part => part.step === "orders"), parts.find(part => part.step === "products")];
  const beats = live.flatMap(part => [part.heartbeatAt, part.endedAt]).filter(date => date !== null);
  const endedAt = run.endedAt?.toISOString() ?? null;
  const soFar = runPercent(parts);
  // Between the end of the last part and that of the run it is not over yet.
  const percent = run.endedAt && run.status !== "cancelled" ? 100 : soFar && Math.min(soFar, 99);
  return {
    jobId: run.id,
    status: toJobStatus(run, parts),
    currentPhase: parts.find(part => part.state === "running")?.step ?? null,
    percent,
    progressPercentage: percent ?? 0,
    carriedPercent: run.carriedPercent,
    ordersImported: orders?.done ?? 0,
    ordersTotal: orders?.total ?? null,
    productsImported: products?.done ?? 0,
    productsTotal: products?.total ?? null,
    parts: parts.map(part => toPartView(part, run)),
    startedAt: (run.startedAt ?? run.createdAt).toISOString(),
    lastUpdateAt:
      endedAt ?? new Date(Math.max(...beats.map(Number), Number(run.startedAt ?? run.createdAt))).toISOString(),
    endedAt,
    completedAt: endedAt,
    errorMessage: parts.find(part => part.state === "failed")?.errorMessage ?? null,
    waitingFor: !run.endedAt && parts.some(part => part.waitingFor === awaitedKey) ? awaitedKey : null,
    daysBack: run.storeImport?.daysBack ?? null,
    includeProducts: run.storeImport?.includeProducts ?? null,
    serverTime: new Date().toISOString(),
  };
}
