import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { messages } from "@/lib/platform/i18n/messages";
import type { OnboardingOne, StepView } from "@/lib/platform/onboarding/view";
import { sentenceOf } from "./onboarding-one-sentence";

const t = createTranslator({ locale: "en", messages, namespace: "onboarding" });
const at = "2026-03-03T14:10:00.000Z";

const step = (id: string, given: Partial<StepView> = {}): StepView => ({
  ...{ id, isPart: true, state: "done", done: 0, total: null, attempts: 1, startedAt: at, endedAt: at, triedAt: at },
  ...{ nextAttemptAt: null, waitingFor: null, skipReason: null, error: null, tries: [] },
  ...given,
});
const error = { code: "unreachable", message: "reZEN answered 502." };
const tries = [{ began: at, ended: at, ...error }];

type Told = Pick<OnboardingOne, "row" | "steps" | "runs" | "nextRunAt" | "skipped">;
type Run = OnboardingOne["runs"][number];

function tell(given: {
  status: string;
  steps?: StepView[];
  run?: Partial<Run> | null;
  more?: Partial<Told>;
  isPaused?: boolean;
}) {
  const { status, steps = [step("listings")], run = {}, more = {}, isPaused = false } = given;
  const told = {
    row: {
      kind: "agent",
      status,
      step: steps.find(({ state }) => state !== "done")?.id ?? null,
      isPaused,
      endedAt: at,
    },
    ...{ steps, nextRunAt: null, skipped: null },
    runs: run === null ? [] : [{ id: 12, status: "failed", endedAt: at, error: null, ...run }],
    ...more,
  } as unknown as Told;
  const { key, values, times } = sentenceOf(told, {
    stepOf: id => t(`steps.${id}` as "steps.orders"),
    waitOf: what => t(`waits.${what}` as "waits.other"),
  });
  const time = (name: keyof typeof times) => () => times[name]?.slice(11, 16) ?? "never";
  return t.markup(
    `summary.${key}` as "summary.failed",
    { ...values, at: time("at"), next: time("next"), until: time("until") } as never,
  );
}

describe("one sentence sums an onboarding up", () => {
  const failed = step("transactions", { state: "failed", attempts: 5, error, tries });

  test.each<[string, Parameters<typeof tell>[0], string]>([
    [
      "failed",
      { status: "failed", steps: [step("listings"), failed] },
      "Stopped at Transactions: reZEN answered 502. Tried 5 times, last at 14:10. Nothing goes on by itself.",
    ],
    [
      "once",
      { status: "failed", steps: [{ ...failed, attempts: 1 }] },
      "Stopped at Transactions: reZEN answered 502. Tried once, at 14:10. Nothing goes on by itself.",
    ],
    [
      "partial",
      {
        status: "partial",
        steps: [failed, step("equity", { state: "failed", error })],
        more: { nextRunAt: "2026-03-04T02:00:00.000Z" },
      },
      "Stopped at Transactions: reZEN answered 502. Tried 5 times, last at 14:10. Another step failed as well. The next run begins by itself at 02:00.",
    ],
    [
      "failed once aboard",
      { status: "complete", steps: [failed], isPaused: true },
      "Came aboard, but the last run stopped at Transactions: reZEN answered 502. Tried 5 times, last at 14:10. It is paused: nothing goes on by itself.",
    ],
    [
      "retrying",
      {
        status: "retrying",
        run: { status: "running" },
        steps: [step("equity", { state: "retrying", attempts: 2, error, nextAttemptAt: at })],
      },
      "Equity did not work: reZEN answered 502. Tried 2 times, next at 14:10. It goes on by itself.",
    ],
    [
      "waiting",
      {
        status: "waiting",
        run: { status: "waiting" },
        steps: [
          step("orders", {
            state: "waiting",
            waitingFor: "letzshop_key",
            error: { code: "auth", message: "Letzshop refused the key" },
          }),
        ],
      },
      "Waits at Orders for another Letzshop key from the owner. Letzshop refused the key. It goes on by itself as soon as that is there.",
    ],
    [
      "paused",
      {
        status: "running",
        run: { status: "waiting" },
        steps: [step("equity", { state: "waiting", waitingFor: "resume" })],
      },
      "Waits at Equity for somebody to resume it. It goes on by itself as soon as that is there.",
    ],
    [
      "stalled",
      { status: "stalled", run: { status: "running" }, steps: [step("equity", { state: "running" })] },
      "No sign of life at Equity for five minutes. Another worker takes it over as soon as one is there: look at the health page.",
    ],
    [
      "running",
      {
        status: "running",
        run: { status: "running" },
        steps: [step("equity", { state: "running", done: 3, total: 1040 })],
      },
      "Runs: Equity, 3 of 1,040. It goes on by itself.",
    ],
    [
      "running, nobody knows how much",
      { status: "complete", run: { status: "running" }, steps: [step("equity", { state: "running", done: 3 })] },
      "Came aboard, and runs again: Equity, 3 so far. It goes on by itself.",
    ],
    [
      "about to begin",
      { status: "running", run: { status: "pending" }, steps: [step("equity", { state: "pending" })] },
      "A run is about to go on: it has its turn at a worker in a moment.",
    ],
    [
      "cancelled",
      { status: "cancelled", run: { status: "cancelled" }, steps: [step("equity", { state: "pending" })] },
      "Cancelled at 14:10. What had arrived is kept. Nothing goes on by itself.",
    ],
    [
      "unbegun",
      {
        status: "failed",
        run: { error: { code: "auth", message: "There is no reZEN key." } },
        steps: [step("equity", { state: "pending" })],
      },
      "The run could not begin: There is no reZEN key. Nothing goes on by itself.",
    ],
    [
      "skipped",
      { status: "skipped", run: null, more: { skipped: { at, until: null, reason: "Asked for by phone" } } },
      "Skipped by support at 14:10. Asked for by phone. The set-up itself is not finished.",
    ],
    [
      "complete",
      { status: "complete", run: { status: "complete" } },
      "Aboard since 14:10. Nothing is missing. Nothing is left to do.",
    ],
    [
      "a person's turn",
      { status: "running", run: null, steps: [step("basic_info", { state: "pending" })] },
      "The agent is next: Basic info. Nothing is wrong.",
    ],
  ])("%s", (_, given, sentence) => expect(tell(given)).toBe(sentence));
});
