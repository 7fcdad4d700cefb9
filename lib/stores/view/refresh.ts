import { z } from "zod";
import type { OnboardingRow, PartOutcome } from "@/lib/platform/flow/onboarding";

const Changes = z.object({
  fetched: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  issues: z.number().default(0),
  gone: z.number().default(0),
  missing: z.number().default(0),
});

/** How the feeds of a store, or its orders, were read last; `never` while no run has had products. */
export type RefreshView = {
  /** 0 before the first. */
  jobId: number;
  /** By whom: the first import and "Refresh now" are the owner's. */
  isScheduled: boolean;
  state: "never" | "running" | "done" | "stopped" | "failed";
  at: string | null;
  /** What the last good reading changed; null where this one was none. */
  changes: z.infer<typeof Changes> | null;
  error: { message: string; supportCode: string } | null;
  badRows: number;
  nextAt: string | null;
  mayRefresh: boolean;
};

type Run = {
  id: number;
  status: string;
  trigger: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  parts: unknown;
};
/** Feeds that nobody has read yet, and that may be read now. */
export const neverRefreshed: RefreshView = {
  ...{ jobId: 0, isScheduled: false, state: "never", at: null, changes: null, error: null },
  ...{ badRows: 0, nextAt: null, mayRefresh: true },
};

type Extras = { nextAt: Date | null; badRows: number; mayRefresh: boolean };

/** How the feeds, or the orders, were read last: what an ended run has kept, else that one runs; one that waits for somebody reads nothing. */
export function toRefreshView(
  run: Run,
  live: OnboardingRow["steps"],
  extras: Extras,
  step: "orders" | "products" = "products",
): RefreshView {
  const isOver = run.endedAt !== null || run.status === "waiting";
  const parts = run.endedAt ? ((run.parts ?? []) as PartOutcome[]) : live;
  const part = parts.find(one => one.step === step);
  const isBroken = isOver && part?.state !== "done";
  const isStopped = isBroken && run.status === "cancelled";
  const isFailed = isBroken && !isStopped;
  const changes = run.endedAt ? Changes.safeParse(part?.result) : null;
  return {
    jobId: run.id,
    isScheduled: run.trigger === "schedule",
    state: !isOver ? "running" : isStopped ? "stopped" : isFailed ? "failed" : "done",
    at: (run.endedAt ?? run.startedAt ?? run.createdAt).toISOString(),
    changes: changes?.success ? changes.data : null,
    error: isFailed ? { message: part?.errorMessage ?? "", supportCode: `job_${run.id}` } : null,
    badRows: extras.badRows,
    nextAt: extras.nextAt?.toISOString() ?? null,
    mayRefresh: extras.mayRefresh,
  };
}
