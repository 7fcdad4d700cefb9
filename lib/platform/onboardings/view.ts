import { z } from "zod";
import { maskName } from "../mask";
import { OnboardingKind, RunStatus, ShownStatus } from "./schema";

/** One onboarding in a table of staff. `subjectId` is its store's, practitioner's, member's, agent's (the account) or customer's. */
export const OnboardingRow = z.object({
  id: z.int(),
  kind: OnboardingKind,
  subjectId: z.int(),
  /** Whom it brings aboard; empty while nobody knows what to call them. */
  subject: z.string(),
  status: ShownStatus,
  /** The first that has not ended well; null when none is left. */
  step: z.string().nullable(),
  percent: z.int(),
  attempts: z.int(),
  /** When a part of it is tried again by itself. */
  nextAttemptAt: z.iso.datetime().nullable(),
  waitingFor: z.string().nullable(),
  /** The newest run of its worker; null before the first, and of kinds that have none. */
  run: z.object({ id: z.int(), status: RunStatus }).nullable(),
  /** Somebody, or too many failures, paused what begins by itself. */
  isPaused: z.boolean(),
  /** False for a store until somebody has proven its number: nobody could walk through its gate. */
  isOwned: z.boolean(),
  error: z.object({ step: z.string().nullable(), code: z.string(), print: z.string() }).nullable(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** From its start to its end; null while it goes on. */
  tookSeconds: z.int().nullable(),
});
export type OnboardingRow = z.infer<typeof OnboardingRow>;

/** A page of them; `total` is exact up to `countedUpTo` and told of a filtered list only, because counting all costs more than showing some. */
export const OnboardingPage = z.object({
  items: z.array(OnboardingRow),
  previousCursor: z.string().nullable(),
  nextCursor: z.string().nullable(),
  total: z.int().nullable(),
  /** The newest onboarding that there was; what is newer has come since. */
  newest: z.int(),
  readAt: z.iso.datetime(),
});
export type OnboardingPage = z.infer<typeof OnboardingPage>;

/** How those of a page stand at this moment, in no order, and how many have come since that a search finds, up to `countedFresh`. */
export const OnboardingsNow = z.object({ items: z.array(OnboardingRow), fresh: z.int() });
export type OnboardingsNow = z.infer<typeof OnboardingsNow>;

/** More new ones than this are told as "more than". */
export const countedFresh = 99;

/** More than this many are told as "more than". */
export const countedUpTo = 10_000;

/** A row as the database answers. */
export type FoundOnboarding = Omit<
  OnboardingRow,
  "nextAttemptAt" | "error" | "startedAt" | "endedAt" | "step" | "run"
> & {
  step: string;
  runId: number | null;
  runStatus: RunStatus | null;
  errorStep: string;
  errorCode: string;
  errorPrint: string;
  nextAttemptAt: Date | null;
  startedAt: Date;
  endedAt: Date | null;
};

/** A row for the table; with `isMasked` a person is told by initials, as operators may see them. */
export function toOnboardingRow(found: FoundOnboarding, isMasked: boolean): OnboardingRow {
  const { id, kind, subjectId, subject, status, step, percent, attempts, waitingFor, tookSeconds } = found;
  const { runId, runStatus, isPaused, isOwned } = found;
  const isPerson = kind !== "store" && kind !== "customer";
  return {
    ...{ id, kind, subjectId, status, percent, attempts, waitingFor, tookSeconds, isPaused, isOwned },
    run: runId !== null && runStatus !== null ? { id: runId, status: runStatus } : null,
    subject: isMasked && isPerson && subject !== "" ? maskName(subject) : subject,
    step: step || null,
    nextAttemptAt: found.nextAttemptAt?.toISOString() ?? null,
    error: found.errorCode ? { step: found.errorStep || null, code: found.errorCode, print: found.errorPrint } : null,
    startedAt: found.startedAt.toISOString(),
    endedAt: found.endedAt?.toISOString() ?? null,
  };
}

/** A view that somebody has saved: its name, and what its address says behind the question mark. */
export const SavedView = z.object({ id: z.int(), name: z.string(), search: z.string() });
export type SavedView = z.infer<typeof SavedView>;
