import { z } from "zod";
import { mostAttempts } from "@/lib/platform/flow/progress";
import {
  type RunRow as AnyRunRow,
  type LivePart,
  type PartRow,
  PartView,
  type Problems,
  partsToShow,
  percentOf,
  timesOf,
  toPartView,
} from "@/lib/platform/flow/run-view";
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
  /** The problems that `issues` counts are listed by `…/imports/{job_id}/issues`. */
  parts: z.array(PartView),
  startedAt: z.iso.datetime(),
  lastUpdateAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  errorMessage: z.string().nullable(),
  /** Who does not answer anybody at this moment, where that holds it up: its owner has nothing to do about it. */
  trouble: z.enum(["letzshop"]).nullable(),
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

/** An import as it stands. */
export type RunRow = AnyRunRow & { storeImport: { daysBack: number | null; includeProducts: boolean } | null };

// A part that has ended says so in its result, one under way in its cursor.
const Counted = z.object({ skipped: z.int(), issues: z.int() });
const UnderWay = z.object({ counts: Counted });

function countProblems({ result, cursor }: PartRow): Problems {
  const told = Counted.safeParse(result);
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

/** How far an import is: whole percent (null while the total is not known), counts and errors per part. */
export function toProgressView(run: RunRow, live: readonly LivePart[]): ProgressView {
  const parts = partsToShow(run, live);
  const [orders, products] = [parts.find(part => part.step === "orders"), parts.find(part => part.step === "products")];
  const times = timesOf(run, live);
  const percent = percentOf(run, parts);
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
    parts: parts.map(part => toPartView(part, run, { titles, most: mostAttempts, problems: countProblems(part) })),
    ...times,
    completedAt: times.endedAt,
    errorMessage: parts.find(part => part.state === "failed")?.errorMessage ?? null,
    trouble: null,
    waitingFor: !run.endedAt && parts.some(part => part.waitingFor === awaitedKey) ? awaitedKey : null,
    daysBack: run.storeImport?.daysBack ?? null,
    includeProducts: run.storeImport?.includeProducts ?? null,
    serverTime: new Date().toISOString(),
  };
}
