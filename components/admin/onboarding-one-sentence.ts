import type { OnboardingOne, StepView } from "@/lib/platform/onboarding/view";

/** Which sentence sums an onboarding up: a key of the texts `onboarding.summary`, what it names, and the times in it. */
export type Sentence = {
  key: string;
  values: Record<string, string | number>;
  times: Partial<Record<"at" | "next" | "until", string>>;
};

/** How sentences call things: steps by their ids, and codes by the words that the desk has for them. */
export type Words = { stepOf: (id: string) => string; waitOf: (what: string) => string };

type Told = Pick<OnboardingOne, "row" | "steps" | "runs" | "nextRunAt" | "skipped">;

const withDot = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

const isOpen = ({ runs: [run] }: Told) =>
  run?.status === "pending" || run?.status === "running" || run?.status === "waiting";

const endOfTries = ({ tries, endedAt }: StepView): string | null => tries.at(-1)?.ended ?? endedAt;

/** The step that says why nothing goes on, and how often and when it was tried. */
function toldOf(step: StepView, { stepOf }: Words) {
  const at = endOfTries(step);
  return {
    values: {
      step: stepOf(step.id),
      cause: withDot(step.error?.message || step.error?.code || ""),
      tries: step.attempts,
      hasTime: at ? "yes" : "no",
    },
    times: at ? { at } : {},
  };
}

const byItself = ({ nextRunAt, row }: Told) => {
  if (row.isPaused) return { again: "paused" };
  return { again: nextRunAt ? "planned" : "no" };
};

const nextOf = ({ nextRunAt }: Told): Sentence["times"] => (nextRunAt ? { next: nextRunAt } : {});

function failed(told: Told, words: Words): Sentence | null {
  const broken = told.steps.filter(({ state }) => state === "failed");
  const first = broken.find(({ error }) => error?.code !== "not_asked") ?? broken[0];
  if (!first) return null;
  const { values, times } = toldOf(first, words);
  const others = broken.length - 1;
  const isAboard = told.row.status === "complete" ? "yes" : "no";
  return {
    key: "failed",
    values: { ...values, others, isAboard, ...byItself(told) },
    times: { ...times, ...nextOf(told) },
  };
}

function working(told: Told, { stepOf }: Words): Sentence {
  const { steps, runs, row } = told;
  const now = steps.find(({ state }) => state === "running");
  const isAboard = row.status === "complete" ? "yes" : "no";
  if (!now || runs[0]?.status === "pending") return { key: "begins", values: { isAboard }, times: {} };
  const values = { isAboard, step: stepOf(now.id), done: now.done, total: now.total ?? -1 };
  return { key: "running", values, times: {} };
}

function open(told: Told, words: Words): Sentence {
  const { row, steps } = told;
  const waiting = steps.find(({ state }) => state === "waiting");
  if (row.status === "stalled") {
    const step = row.step ? words.stepOf(row.step) : "none";
    return { key: "stalled", values: { step }, times: {} };
  }
  if (waiting) {
    const { values, times } = toldOf(waiting, words);
    const what = waiting.waitingFor ?? "";
    const hasCause = waiting.error ? "yes" : "no";
    return { key: "waiting", values: { ...values, hasCause, what: words.waitOf(what) }, times };
  }
  const retrying = steps.find(({ state }) => state === "retrying");
  if (!retrying) return working(told, words);
  const { values } = toldOf(retrying, words);
  return { key: "retrying", values, times: retrying.nextAttemptAt ? { next: retrying.nextAttemptAt } : {} };
}

const since = (at: string | null | undefined) => ({
  values: { hasTime: at ? "yes" : "no" },
  times: at ? { at } : {},
});

/** What waits for somebody, or has ended, without a run of a worker: for whom or what, since when, and what ends it. */
function atRest(told: Told, { stepOf, waitOf }: Words): Sentence {
  const { row, steps } = told;
  const { kind, status } = row;
  if (status === "waiting") {
    const waiting = steps.find(({ state }) => state === "waiting");
    const { values, times } = since(waiting?.startedAt);
    const what = waitOf(waiting?.waitingFor ?? "other");
    return { key: "awaits", values: { ...values, what, ...byItself(told) }, times: { ...times, ...nextOf(told) } };
  }
  if (status === "cancelled") {
    const { values, times } = since(row.endedAt);
    return { key: "closed", values: { ...values, kind }, times };
  }
  if (status === "failed" || status === "partial")
    return { key: "broken", values: byItself(told), times: nextOf(told) };
  const last = steps.flatMap(({ state, endedAt }) => (state === "done" && endedAt ? [endedAt] : [])).toSorted();
  const { values, times } = since(last.at(-1) ?? row.startedAt);
  return { key: "person", values: { ...values, kind, step: row.step ? stepOf(row.step) : "none" }, times };
}

/** Sums an onboarding up for people: where it stands, why, and whether it goes on by itself. */
export function sentenceOf(told: Told, words: Words): Sentence {
  const { row, runs, skipped } = told;
  const [run] = runs;
  if (row.status === "skipped" && skipped) {
    const { at, until, reason } = skipped;
    const values = {
      reason: reason ? withDot(reason) : "",
      hasReason: reason ? "yes" : "no",
      hasEnd: until ? "yes" : "no",
    };
    return { key: "skipped", values, times: { at, ...(until ? { until } : {}) } };
  }
  if (isOpen(told)) return open(told, words);
  if (run?.error)
    return {
      key: "unbegun",
      values: { cause: withDot(run.error.message || run.error.code), ...byItself(told) },
      times: nextOf(told),
    };
  if (run?.status === "cancelled" && row.status !== "complete")
    return {
      key: "cancelled",
      values: { hasTime: run.endedAt ? "yes" : "no", ...byItself(told) },
      times: { ...(run.endedAt ? { at: run.endedAt } : {}), ...nextOf(told) },
    };
  const broken = failed(told, words);
  if (broken) return broken;
  if (row.status === "complete")
    return {
      key: "complete",
      values: { hasTime: row.endedAt ? "yes" : "no", ...byItself(told) },
      times: { ...(row.endedAt ? { at: row.endedAt } : {}), ...nextOf(told) },
    };
  return atRest(told, words);
}
