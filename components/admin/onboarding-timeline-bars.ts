import type { RunView, StepView } from "@/lib/platform/onboarding/view";

/** A try, or a run, on the axis of time; times are ISO 8601. */
export type Bar = {
  began: string;
  ended: string;
  kind: "failed" | "done" | "running";
  attempt: number;
  told: string | null;
};
export type Lane = { id: string; name: string; bars: Bar[] };

/** The tries of a part in a run: those that failed, and the one that came through or goes on; none where another run did it. */
export function barsOf(part: StepView, run: Pick<RunView, "createdAt">, now: string): Bar[] {
  const { tries, attempts, triedAt, startedAt, endedAt, state } = part;
  if (!startedAt || startedAt < run.createdAt) return [];
  const first = attempts - tries.length - (state === "done" || state === "running" ? 1 : 0);
  const failed = tries.map(({ began, ended, message, code }, index) => ({
    began: began ?? startedAt,
    ended,
    kind: "failed" as const,
    attempt: Math.max(first, 0) + index + 1,
    told: message ?? code,
  }));
  const last = { began: triedAt ?? startedAt, attempt: attempts, told: null };
  if (state === "done" && endedAt) return [...failed, { ...last, ended: endedAt, kind: "done" }];
  if (state === "running") return [...failed, { ...last, ended: now, kind: "running" }];
  // One of before tries were written down.
  if (state === "failed" && failed.length === 0 && endedAt)
    return [{ ...last, ended: endedAt, kind: "failed", told: part.error?.message ?? null }];
  return failed;
}

/** From the first beginning to the last end, at least a second. */
export function spanOf(lanes: readonly Lane[]): { from: number; to: number } {
  const bars = lanes.flatMap(lane => lane.bars);
  const from = Math.min(...bars.map(({ began }) => Date.parse(began)));
  return { from, to: Math.max(from + 1000, ...bars.map(({ ended }) => Date.parse(ended))) };
}
