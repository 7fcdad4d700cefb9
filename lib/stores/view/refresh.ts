import { z } from "zod";
import type { OnboardingRow, PartOutcome } from "@/lib/platform/flow/onboarding";

const Changes = z.object({
  fetched: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  gone: z.number().default(0),
  missing: z.number().default(0),
});

/** How the feeds of a store were read last. */
export type RefreshView = {
  jobId: number;
  /** By whom: the first import and "Refresh now" are the owner's. */
  isScheduled: boolean;
  state: "running" | "done" | "failed";
  at: string;
  /** What the last good reading changed; null where this one was none. */
  changes: z.infer<typeof Changes> | null;
  error: { message: string; supportCode: string } | null;
  badRows: number;
  nextAt: string | null;
  mayRefresh: boolean;
};

type Run = {
  id: number;
  trigger: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  parts: unknown;
};
type Extras = { nextAt: Date | null; badRows: number; mayRefresh: boolean };

/** How the feeds were read last: what an ended run has kept, else that one runs. */
export function toRefreshView(run: Run, live: OnboardingRow["steps"], extras: Extras): RefreshView {
  const parts = run.endedAt ? ((run.parts ?? []) as PartOutcome[]) : live;
  const part = parts.find(one => one.step === "products");
  const isFailed = run.endedAt !== null && part?.state !== "done";
  const changes = run.endedAt ? Changes.safeParse(part?.result) : null;
  return {
    jobId: run.id,
    isScheduled: run.trigger === "schedule",
    state: run.endedAt === null ? "running" : isFailed ? "failed" : "done",
    at: (run.endedAt ?? run.startedAt ?? run.createdAt).toISOString(),
    changes: changes?.success ? changes.data : null,
    error: isFailed ? { message: part?.errorMessage ?? "", supportCode: `job_${run.id}` } : null,
    badRows: extras.badRows,
    nextAt: extras.nextAt?.toISOString() ?? null,
    mayRefresh: extras.mayRefresh,
  };
}
