import type { PartOutcome } from "@/lib/platform/flow/onboarding";
import { isSettled, type StepState } from "@/lib/platform/flow/progress";
import { type RunQuote, readRunQuote } from "./quote";
import { countsOf, type WorkerCounts, warningsOf } from "./worker-result";

type RunStatus = "pending" | "running" | "waiting" | "complete" | "partial" | "failed" | "cancelled";

/** A run of an account as the table has it; of one that goes on `parts` are its steps as they are. */
export type RunRow = {
  id: number;
  number: number;
  trigger: string;
  status: RunStatus;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  quote: unknown;
  parts: PartOutcome[] | null;
};

type Counts = Pick<WorkerCounts, "fetched" | "created" | "updated" | "gone">;

/** A run as a list shows it: when, by what it began, how it ended, what it brought. Times are ISO 8601. */
export type RunItem = {
  id: number;
  trigger: string;
  status: RunStatus;
  at: string;
  endedAt: string | null;
  seconds: number | null;
  /** Of what was read in this very run. */
  counts: Counts;
  /** Data sets that it read to their end, of how many it set out to read. */
  read: number;
  wanted: number;
  /** Those that are missing. */
  missing: string[];
  /** Why it could not begin. */
  refusal: string | null;
};

/** A page of runs, and where the next one begins. */
export type RunPage = { items: RunItem[]; nextCursor: string | null };

/** What an earlier run had read of a data set. */
export type ReadBefore = { step: string; runId: number; fetched: number; seconds: number };

/** A data set in a run, beside its last good reading before. `kept`: it was not read in this run. */
export type PartComparison = {
  step: string;
  state: StepState | "kept";
  counts: Counts;
  seconds: number | null;
  before: ReadBefore | null;
  /** More than a third is missing of what was there before. */
  hasFallen: boolean;
  /** It took more than twice as long. */
  isSlow: boolean;
  warnings: string[];
  error: { code: string; message: string; supportCode: string } | null;
};

/** What was expected of a run, and what it came to; null is not known. */
export type Expectation = {
  name: "listings" | "transactions" | "calls" | "seconds";
  expected: number | null;
  real: number | null;
};

/** A run with all there is to tell of it. */
export type RunDetail = RunItem & { parts: PartComparison[]; expectations: Expectation[] };

const secondsBetween = (from: Date | string, to: Date | string) =>
  Math.max(0, (Number(new Date(to)) - Number(new Date(from))) / 1000);

/** Was this part worked on in this very run? What runs before had done keeps its times. */
const isOwn = ({ startedAt }: PartOutcome, { createdAt, errorCode }: RunRow): boolean =>
  errorCode === null && startedAt != null && Number(new Date(startedAt)) >= Number(createdAt);

const nothing: Counts = { fetched: 0, created: 0, updated: 0, gone: 0 };

function countsIn(part: PartOutcome): Counts {
  const { fetched, created, updated, gone } = countsOf(part);
  return { fetched, created, updated, gone };
}

const sumOf = (one: Counts, other: Counts): Counts => ({
  fetched: one.fetched + other.fetched,
  created: one.created + other.created,
  updated: one.updated + other.updated,
  gone: one.gone + other.gone,
});

/** A run as a list shows it. */
export function toRunItem(run: RunRow): RunItem {
  const { id, trigger, status, createdAt, startedAt, endedAt, errorCode, errorMessage } = run;
  const parts = run.parts ?? [];
  const own = parts.filter(part => isOwn(part, run));
  const worked = errorCode === null ? parts : [];
  return {
    ...{ id, trigger, status },
    at: (startedAt ?? createdAt).toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    seconds: endedAt && startedAt ? secondsBetween(startedAt, endedAt) : null,
    counts: own.map(countsIn).reduce(sumOf, nothing),
    read: own.filter(({ state }) => state === "done").length,
    wanted: worked.filter(part => part.state !== "skipped" && (isOwn(part, run) || part.state !== "done")).length,
    missing: worked.filter(({ state }) => state === "failed").map(({ step }) => step),
    refusal: errorCode === null ? null : errorMessage,
  };
}

const leastSlowSeconds = 1;

function toComparison(part: PartOutcome, run: RunRow, readings: readonly ReadBefore[]): PartComparison {
  const { step, state, errorCode, errorMessage, startedAt, endedAt } = part;
  const own = isOwn(part, run);
  const isRead = own && state === "done";
  const counts = own ? countsIn(part) : nothing;
  const seconds = own && startedAt && endedAt && isSettled(part) ? secondsBetween(startedAt, endedAt) : null;
  const before = own ? (readings.find(one => one.step === step) ?? null) : null;
  const longer = (seconds ?? 0) - (before?.seconds ?? 0);
  return {
    ...{ step, counts, seconds, before },
    state: state === "done" && !own ? "kept" : state,
    hasFallen: isRead && before !== null && counts.fetched * 3 < before.fetched * 2,
    isSlow: isRead && before !== null && longer > before.seconds && longer >= leastSlowSeconds,
    warnings: own ? warningsOf(part) : [],
    error: errorCode ? { code: errorCode, message: errorMessage ?? "", supportCode: `job_${run.id}` } : null,
  };
}

function toExpectations(
  { seconds }: RunItem,
  quote: RunQuote | null,
  parts: readonly PartComparison[],
  calls: number | null,
) {
  const rowsOf = (step: "listings" | "transactions") =>
    parts.find(part => part.step === step && part.state === "done")?.counts.fetched ?? null;
  const all: Expectation[] = [
    { name: "listings", expected: quote?.listings ?? null, real: rowsOf("listings") },
    { name: "transactions", expected: quote?.transactions ?? null, real: rowsOf("transactions") },
    { name: "calls", expected: quote?.calls ?? null, real: calls },
    { name: "seconds", expected: quote?.seconds ?? null, real: seconds },
  ];
  return all.filter(({ expected, real }) => expected !== null || real !== null);
}

/** A run with its data sets beside their last good readings before it; `calls` are the requests that it took, null where nobody knows any more. */
export function toRunDetail(
  run: RunRow,
  { readings, calls }: { readings: readonly ReadBefore[]; calls: number | null },
): RunDetail {
  const item = toRunItem(run);
  const parts = run.errorCode === null ? (run.parts ?? []).map(part => toComparison(part, run, readings)) : [];
  return { ...item, parts, expectations: toExpectations(item, readRunQuote(run.quote), parts, calls) };
}
