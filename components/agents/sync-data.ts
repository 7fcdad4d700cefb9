import { paceOf, type SyncData, type SyncPart, type SyncStatus, type SyncView } from "@/components/flow/sync-view";
import type { StatusView } from "@/lib/agents/view/status";

const words: Partial<Record<StatusView["state"], SyncStatus>> = {
  pending: "pending",
  waiting: "waiting",
  complete: "completed",
  partial: "partial",
  failed: "failed",
  cancelled: "cancelled",
};

/** How many parts of a sync have come to an end, whichever. */
export const countEndedParts = ({ steps }: Pick<StatusView, "steps">): number =>
  steps.filter(({ state }) => state === "done" || state === "failed" || state === "skipped").length;

/** Is a sync paused: it goes on once somebody resumes it. */
export const isAwaitingResume = ({ waitingFor }: Pick<StatusView, "waitingFor">): boolean => waitingFor === "resume";

/** How the parts stand: a sync waits for nothing but that it is resumed, where it was and with what it had begun. */
export function shownStates(steps: StatusView["steps"]): SyncPart["state"][] {
  const first = steps.findIndex(({ state }) => state === "waiting");
  return steps.map(({ state, done }, at) => {
    if (state !== "waiting") return state;
    return at === first || done > 0 ? "paused" : "pending";
  });
}

/** What is shown of a sync as it stands; `nameOf` says how its parts are called. */
export function toSyncData(seen: StatusView, nameOf: (id: string) => string): SyncData {
  const { state, percent, carriedPercent, steps, error, nextRetryAt, secondsLeft, trouble, ...rest } = seen;
  const { startedAt, lastUpdateAt, endedAt, serverTime } = rest;
  const isCounting = steps.every(({ total }) => total === null);
  const states = shownStates(steps);
  const parts = steps.map((part, at) => ({ ...part, title: nameOf(part.id), state: states[at] ?? part.state }));
  const status = words[state] ?? (isCounting ? "fetching" : "processing");
  return {
    ...{ status, percent, carriedPercent, parts, error, nextRetryAt, secondsLeft, trouble },
    ...{ startedAt, lastUpdateAt, endedAt, serverTime },
  };
}

/** Does a sync still move, by the clock of the server? */
export const syncPace = (seen: StatusView): SyncView["pace"] =>
  paceOf(
    toSyncData(seen, id => id),
    Date.parse(seen.serverTime),
  );

/** The parts whose data is there. */
export const countArrived = (parts: readonly SyncPart[]): number =>
  parts.filter(({ state }) => state === "done").length;

/** The parts that somebody expects: all but those that do not concern them. */
export const countExpected = (parts: readonly SyncPart[]): number =>
  parts.filter(({ state }) => state !== "skipped").length;
