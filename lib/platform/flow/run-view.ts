import { z } from "zod";
import type { PartOutcome } from "./onboarding";
import { isSettled, runPercent } from "./progress";
import { isNotAsked } from "./redo";

/** One part of a run as it is shown: figures, tries, and what is in the way. */
export const PartView = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(["pending", "running", "retrying", "waiting", "done", "failed", "skipped", "cancelled"]),
  done: z.int(),
  total: z.int().nullable(),
  /** Rows of it that were read and not written. */
  skipped: z.int(),
  /** Problems that were found with it, those of the skipped rows included. */
  issues: z.int(),
  /** Why it was left out, where it was. */
  skipReason: z.string().nullable(),
  /** Tries so far, and how many there are before it counts as failed. */
  attempts: z.int(),
  maxAttempts: z.int(),
  /** When a part that is retrying is tried again. */
  nextAttemptAt: z.iso.datetime().nullable(),
  error: z.object({ code: z.string(), message: z.string(), supportCode: z.string() }).nullable(),
});
export type PartView = z.infer<typeof PartView>;

/** A run as it stands, whatever kind of onboarding it is of. */
export type RunRow = {
  id: number;
  status: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  /** How each part did, once the run has ended. */
  parts: unknown;
  carriedPercent: number;
};

/** A part as its run keeps it, or as it is. */
export type PartRow = PartOutcome & { nextAttemptAt?: Date | null; waitingFor?: string | null; cursor?: unknown };
/** A part as its onboarding has it now. */
export type LivePart = PartRow & { heartbeatAt: Date | null; endedAt: Date | null };

/** The parts to tell of: the steps belong to the newest run, an ended one shows what it kept. */
export const partsToShow = (run: RunRow, live: readonly LivePart[]): readonly PartRow[] =>
  run.endedAt ? ((run.parts ?? []) as PartRow[]) : live;

/** Rows and problems of a part that its kind counts in its own way. */
export type Problems = { skipped: number; issues: number };

/** A part as it is shown; `titles` are what people read for its id, `most` how often it is tried. */
export function toPartView(
  row: PartRow,
  run: Pick<RunRow, "id" | "status">,
  { titles, most, problems }: { titles: Readonly<Record<string, string>>; most: number; problems: Problems },
): PartView {
  const { done, total, attempts } = row;
  const isLeft = isNotAsked(row) || (run.status === "cancelled" && !isSettled(row));
  const error =
    row.errorCode && !isNotAsked(row)
      ? { code: row.errorCode, message: row.errorMessage ?? "", supportCode: `job_${run.id}` }
      : null;
  return {
    id: row.step,
    title: titles[row.step] ?? row.step,
    state: isLeft ? ("cancelled" as const) : row.state,
    done,
    total,
    ...problems,
    skipReason: row.state === "skipped" ? (row.skipReason ?? null) : null,
    attempts,
    maxAttempts: most,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    error,
  };
}

/** Whole percent of a run: null while no total is known, under 100 until it has ended, also between the end of its last part and its own. */
export function percentOf(run: RunRow, parts: readonly PartRow[]): number | null {
  const soFar = runPercent(parts);
  return run.endedAt && run.status !== "cancelled" ? 100 : soFar && Math.min(soFar, 99);
}

/** When a run began, last gave a sign of life, and ended, as texts. */
export function timesOf(run: RunRow, live: readonly LivePart[]) {
  const beats = live.flatMap(part => [part.heartbeatAt, part.endedAt]).filter(date => date !== null);
  const startedAt = run.startedAt ?? run.createdAt;
  const endedAt = run.endedAt?.toISOString() ?? null;
  const lastBeat = new Date(Math.max(...beats.map(Number), Number(startedAt)));
  return { startedAt: startedAt.toISOString(), lastUpdateAt: endedAt ?? lastBeat.toISOString(), endedAt };
}
