import { z } from "zod";
import { awaitedResume } from "@/lib/platform/flow/pause-run";
import {
  type LivePart,
  type PartRow,
  PartView,
  partsToShow,
  percentOf,
  type RunRow,
  timesOf,
  toPartView,
} from "@/lib/platform/flow/run-view";
import { fromWire } from "@/lib/platform/http/wire";
import { syncAttempts, syncTitles } from "../schema/sync";
import { secondsLeftOf } from "./seconds-left";
import { countsOf, warningsOf } from "./worker-result";

const time = z.iso.datetime().nullable();
const flag = z.boolean();

/** A sync in the words of sources/000: one row of the view `rezen_onboarding_jobs`. `id` is the `job_id`. */
const JobColumns = z.object({
  id: z.int(),
  userId: z.int(),
  status: z.enum(["Pending", "Started", "Partial", "Complete", "Error"]),
  started: time,
  ended: time,
  lastupdated: z.iso.datetime(),
  ...{ agentDataStarted: time, agentData: flag, agentDataEnded: time },
  ...{ teamMembersStarted: time, teamMembers: flag, teamMembersEnded: time },
  ...{ listingDataStarted: time, listingData: flag, listingDataEnded: time },
  ...{ transactionDataStarted: time, transactionData: flag, transactionDataLoaded: flag, transactionDataEnded: time },
  ...{ sponsorTreeStarted: time, sponsorTree: flag, sponsorTreeEnded: time },
  ...{ contributionsStarted: time, contributions: flag, contributionsEnded: time },
  ...{ networkCapDataStarted: time, networkCapData: flag, networkCapDataEnded: time },
  ...{ equityStarted: time, equity: flag, equityEnded: time },
  ...{ pendingRevsharePaymentsStarted: time, pendingRevsharePayments: flag, pendingRevsharePaymentsEnded: time },
});

/** A step of a sync: as any part, with what it brought and what was odd about it. */
const SyncStepView = PartView.extend({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** Rows that reZEN tells no more, and that were taken away. */
  gone: z.int(),
  warnings: z.array(z.string()),
});

/** Where a sync stands: every column of sources/000 by its name, our own word for it, and its steps. */
export const StatusView = JobColumns.extend({
  onboardingId: z.int(),
  state: z.enum(["pending", "running", "waiting", "complete", "partial", "failed", "cancelled"]),
  percent: z.int().nullable(),
  /** How much of the percent earlier runs had done: this one goes on from there. */
  carriedPercent: z.int(),
  steps: z.array(SyncStepView),
  /** About how long it will still go on; null when it does not, or there is nothing to go by. */
  secondsLeft: z.int().nullable(),
  /** Why it could not begin, or broke off as a whole. */
  error: z.object({ code: z.string(), message: z.string(), supportCode: z.string() }).nullable(),
  /** When what failed is tried again by itself; null when it is not. */
  nextRetryAt: time,
  /** Who does not answer anybody at this moment, where that holds it up: its person has nothing to do about it. */
  trouble: z.enum(["rezen"]).nullable(),
  /** What it waits for: a key, with which it goes on by itself, or that somebody resumes it. */
  waitingFor: z.enum(["rezen_key", "resume"]).nullable(),
  startedAt: z.iso.datetime(),
  lastUpdateAt: z.iso.datetime(),
  endedAt: time,
  serverTime: z.iso.datetime(),
});
export type StatusView = z.infer<typeof StatusView>;

/** A sync that was started, or the one that is there; `job_id` is the run's id. */
export const StartedSyncView = z.object({ jobId: z.int(), createdNew: z.boolean() });
export type StartedSyncView = z.infer<typeof StartedSyncView>;

/** A sync that was stopped. */
export const CancelledSyncView = z.object({ jobId: z.int() });

/** A row of `rezen_onboarding_jobs`, by its own names. */
export type JobRow = Record<string, Date | boolean | number | string | null>;

/** A sync as it stands. */
export type SyncRow = RunRow & {
  onboardingId: number;
  errorCode: string | null;
  errorMessage: string | null;
  nextRetryAt: Date | null;
  isKeyMissing: boolean;
  /** What was expected of it when it began, and what time it is. */
  quote: unknown;
  now: Date;
  job: JobRow;
};

function toStepView(row: PartRow, run: RunRow): z.infer<typeof SyncStepView> {
  const warnings = warningsOf(row);
  const problems = { skipped: 0, issues: warnings.length };
  const { created, updated, unchanged, gone } = countsOf(row);
  return {
    ...toPartView(row, run, { titles: syncTitles, most: syncAttempts, problems }),
    ...{ created, updated, unchanged, gone, warnings },
  };
}

function waitingForOf({ endedAt, status, isKeyMissing }: SyncRow, live: readonly LivePart[]): StatusView["waitingFor"] {
  if (endedAt === null) return live.some(part => part.waitingFor === awaitedResume) ? awaitedResume : null;
  return isKeyMissing && (status === "partial" || status === "failed") ? "rezen_key" : null;
}

/** Where a sync stands; `live` are the steps as they are now. */
export function toStatusView(run: SyncRow, live: readonly LivePart[]): StatusView {
  const { id, onboardingId, errorCode, errorMessage, nextRetryAt, carriedPercent } = run;
  const parts = partsToShow(run, live);
  const state = StatusView.shape.state.parse(run.status);
  return {
    // The view's times are dates, its keys those of SQL: what is not a column of 000 falls away.
    ...JobColumns.parse(fromWire(JSON.parse(JSON.stringify(run.job)))),
    onboardingId,
    state,
    percent: percentOf(run, parts),
    carriedPercent,
    steps: parts.map(part => toStepView(part, run)),
    secondsLeft: run.endedAt ? null : secondsLeftOf(run, live),
    error: errorCode ? { code: errorCode, message: errorMessage ?? "", supportCode: `job_${id}` } : null,
    nextRetryAt: nextRetryAt?.toISOString() ?? null,
    trouble: null,
    waitingFor: waitingForOf(run, live),
    ...timesOf(run, live),
    serverTime: new Date().toISOString(),
  };
}
