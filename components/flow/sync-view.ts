import type { StepState } from "@/lib/platform/flow/progress";

/** Where a run as a whole stands. */
export type SyncStatus =
  | ("pending" | "fetching" | "processing" | "waiting")
  | ("completed" | "partial" | "failed" | "cancelled");

/** One part of a run; times are ISO 8601. */
export type SyncPart = {
  id: string;
  title: string;
  /** A paused one waits until somebody resumes. */
  state: StepState | "cancelled" | "paused";
  done: number;
  total: number | null;
  /** Rows of it that were read and not imported, and problems found with rows. */
  skipped: number;
  issues: number;
  error: { code: string; message: string; supportCode?: string } | null;
  /** Why it was left out, where it was. */
  skipReason?: string | null;
  /** Tries so far, and how many there are. */
  attempts: number;
  maxAttempts: number;
  nextAttemptAt: string | null;
};

/** What the server tells of a run at each poll; `serverTime` guards against a wrong clock on the viewer's side. */
export type SyncData = {
  status: SyncStatus;
  percent: number | null;
  /** How much of the percent was there when the run began. */
  carriedPercent?: number;
  parts: SyncPart[];
  /** About how long it goes on, where the server can tell by runs of before. */
  secondsLeft?: number | null;
  /** Why it could not begin, or broke off as a whole. */
  error?: { code: string; message: string; supportCode: string } | null;
  /** Who outside does not answer anybody, where that holds it up. */
  trouble?: string | null;
  /** When what failed is tried again by itself, once it has ended. */
  nextRetryAt?: string | null;
  startedAt: string | null;
  lastUpdateAt: string | null;
  endedAt: string | null;
  serverTime?: string;
};

/** What is shown: the data made monotone, with how long it may take and whether it still moves. */
export type SyncView = SyncData & {
  pace: "moving" | "slow" | "stuck";
  /** Whole minutes, 0 = under one; null = not told. */
  minutesLeft: number | null;
  /** What was told last, and how often that was more than before. */
  lastMinutes: number | null;
  growths: number;
};

/** How many rows of all parts were not imported. */
export const countSkipped = (parts: readonly SyncPart[]): number => parts.reduce((sum, part) => sum + part.skipped, 0);

/** The parts that did not come: those that failed, and those that were stopped before and that it was not asked for. */
export const listMissing = (parts: readonly SyncPart[]): SyncPart[] =>
  parts.filter(({ state }) => state === "failed" || state === "cancelled");

/** Why every part that failed did so, where it is the same for all of them; null where nothing failed or the causes differ. */
export function findSharedCause(parts: readonly Pick<SyncPart, "state" | "error">[]): SyncPart["error"] {
  const [first, ...others] = parts.flatMap(({ state, error }) => (state === "failed" ? [error] : []));
  return first && others.every(error => error?.message === first.message) ? first : null;
}

const slowAfterSeconds = 60;
const stuckAfterSeconds = 300;

/** Has the run come to its end? */
export function isEnded(data: Pick<SyncData, "status">): boolean {
  return ["completed", "partial", "failed", "cancelled"].includes(data.status);
}

/** Does it wait for nothing but that somebody resumes it? */
export const isPaused = ({ status, parts }: Pick<SyncData, "status" | "parts">): boolean =>
  status === "waiting" && parts.some(({ state }) => state === "paused");

/** The next thing to show: figures of the same run never go backwards, and 100 percent waits for the end. */
export function nextView(before: SyncView | undefined, data: SyncData, nowMs: number): SyncView {
  const previous = before && before.startedAt === data.startedAt && !isEnded(before) ? before : undefined;
  const percent = forwardPercent(previous?.percent ?? null, data);
  const parts = data.parts.map(part =>
    forwardPart(
      previous?.parts.find(({ id }) => id === part.id),
      part,
    ),
  );
  const now = data.serverTime ? Date.parse(data.serverTime) : nowMs;
  return { ...data, percent, parts, pace: paceOf(data, now), ...estimate(previous, { ...data, percent }, now) };
}

function forwardPercent(before: number | null, data: SyncData): number | null {
  if (data.status === "completed") return 100;
  if (data.percent === null) return isEnded(data) ? null : before;
  const ceiling = isEnded(data) ? 100 : 99;
  return Math.min(Math.max(data.percent, isEnded(data) ? 0 : (before ?? 0)), ceiling);
}

function forwardPart(before: SyncPart | undefined, part: SyncPart): SyncPart {
  if (!before || part.state === "pending") return part;
  return { ...part, done: Math.max(before.done, part.done) };
}

/** Does a run still move at this moment of the server's clock: it is slow after a minute without a sign of life, and stuck after five. */
export function paceOf(data: SyncData, now: number): SyncView["pace"] {
  const last = data.lastUpdateAt ?? data.startedAt;
  if (isEnded(data) || data.status === "waiting" || !last) return "moving";
  const next = data.parts.find(part => part.state === "retrying")?.nextAttemptAt;
  const silence = (now - Math.max(Date.parse(last), next ? Date.parse(next) : 0)) / 1000;
  if (silence >= stuckAfterSeconds) return "stuck";
  return silence >= slowAfterSeconds ? "slow" : "moving";
}

// What runs of before tell comes first. Without them it is told after 10 % of what this run has to do and 10 s.
function guessMinutes(data: SyncData, now: number): number | null {
  if (isEnded(data) || data.status === "waiting") return null;
  if (data.secondsLeft != null) return Math.round(data.secondsLeft / 60);
  if (data.percent === null || !data.startedAt) return null;
  const carried = data.carriedPercent ?? 0;
  const gained = data.percent - carried;
  if (gained < Math.max(1, (100 - carried) / 10)) return null;
  const elapsed = (now - Date.parse(data.startedAt)) / 1000;
  return elapsed < 10 ? null : Math.round(((elapsed / gained) * (100 - data.percent)) / 60);
}

// Gone for good once it has grown twice, whoever told it: then it is a guess.
function estimate(before: SyncView | undefined, data: SyncData, now: number) {
  const { growths = 0, lastMinutes = null } = before ?? {};
  const minutes = guessMinutes(data, now);
  if (minutes === null || growths >= 2) return { minutesLeft: null, lastMinutes, growths };
  const grown = growths + (lastMinutes !== null && minutes > lastMinutes ? 1 : 0);
  return { minutesLeft: grown >= 2 ? null : minutes, lastMinutes: minutes, growths: grown };
}
