/** States of a step; one word each, everywhere (house, section 1). */
export type StepState = "pending" | "running" | "retrying" | "waiting" | "done" | "failed" | "skipped";

/** How often a part is tried before it counts as failed, unless its flow says otherwise. */
export const mostAttempts = 5;

/** What progress needs to know of a stored step. */
export type StepRow = { step: string; state: StepState; done: number; total: number | null };

const settledStates: ReadonlySet<StepState> = new Set(["done", "failed", "skipped"]);

/** Has this step ended, well or not? */
export const isSettled = (row: { state: StepState }): boolean => settledStates.has(row.state);

/** Is there nothing for a worker to do: ended, or waiting for somebody? */
export const isAtRest = (row: { state: StepState }): boolean => isSettled(row) || row.state === "waiting";

/** What a part that has not ended well is to those after it: they are worked on all the same, or they are not begun. */
export type OnFailure = "continue" | "stop";

/** Has this step done what is wanted of it? */
const isWell = ({ state }: { state: StepState }): boolean => state === "done" || state === "skipped";

/** Is there nothing for a worker to do in a run of these parts, in their order? Where they stop, the first that has not ended well says it. */
export function isRunAtRest(rows: readonly { state: StepState }[], onFailure: OnFailure): boolean {
  if (onFailure === "continue") return rows.every(isAtRest);
  const first = rows.find(row => !isWell(row));
  return first === undefined || isAtRest(first);
}

/** How far an ordered list is: the first open step (null when none), how many are done, whole percent of the list. */
export function listProgress(rows: readonly StepRow[]) {
  const done = rows.filter(isWell).length;
  const open = rows.find(row => !isWell(row));
  return {
    current: open?.step ?? null,
    done,
    total: rows.length,
    percent: rows.length === 0 ? 0 : Math.floor((done / rows.length) * 100),
  };
}

const shareOf = (row: StepRow): number => {
  if (isSettled(row)) return 1;
  return row.total ? Math.min(row.done / row.total, 1) : 0;
};

/** Percent of a worker's run, each part counting the same; null until a total is known; 100 only when every part has settled. */
export function runPercent(rows: readonly StepRow[]): number | null {
  const counted = rows.filter(row => row.state !== "skipped");
  if (counted.every(isSettled)) return rows.length > 0 ? 100 : null;
  if (counted.every(row => row.total === null && !isSettled(row))) return null;
  const share = counted.reduce((sum, row) => sum + shareOf(row), 0) / counted.length;
  return Math.min(99, Math.floor(share * 100));
}

/** What a finished run amounts to: all well, some parts failed, or none succeeded; of parts that stop at the first that failed, all or nothing. */
export function runOutcome(
  rows: readonly { state: StepState }[],
  onFailure: OnFailure,
): "complete" | "partial" | "failed" {
  const failed = rows.filter(row => row.state === "failed").length;
  if (failed === 0) return "complete";
  return onFailure === "continue" && rows.some(row => row.state === "done") ? "partial" : "failed";
}
