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

const runStates = ["pending", "running", "waiting", "complete", "partial", "failed", "cancelled"] as const;

const rowOf = ({ status, steps, isPaused = false }: { status: string; steps: StepView[]; isPaused?: boolean }) => ({
  ...{ kind: "agent", status, isPaused, startedAt: at, endedAt: at },
  step: steps.find(({ state }) => state !== "done")?.id ?? null,
});

function tell(given: {
  status: string;
  steps?: StepView[];
  run?: Partial<Run> | null;
  more?: Partial<Told>;
  isPaused?: boolean;
}) {
  const { status, steps = [step("listings")], run = {}, more = {}, isPaused = false } = given;
  const told = {
    row: rowOf({ status, steps, isPaused }),
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
      "Failed at Transactions: reZEN answered 502. Tried 5 times, last at 14:10. Nothing goes on by itself.",
    ],
    [
      "once",
      { status: "failed", steps: [{ ...failed, attempts: 1 }] },
      "Failed at Transactions: reZEN answered 502. Tried once, at 14:10. Nothing goes on by itself.",
    ],
    [
      "partial",
      {
        status: "partial",
        steps: [failed, step("equity", { state: "failed", error })],
        more: { nextRunAt: "2026-03-04T02:00:00.000Z" },
      },
      "Failed at Transactions: reZEN answered 502. Tried 5 times, last at 14:10. Another step failed as well. The next run begins by itself at 02:00.",
    ],
    [
      "failed once aboard",
      { status: "complete", steps: [failed], isPaused: true },
      "Came aboard, but the last run failed at Transactions: reZEN answered 502. Tried 5 times, last at 14:10. It is paused: nothing goes on by itself.",
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
      "Waits at Orders since 14:10 for another Letzshop key from the owner. Letzshop refused the key. It goes on by itself as soon as that is there.",
    ],
    [
      "paused",
      {
        status: "running",
        run: { status: "waiting" },
        steps: [step("equity", { state: "waiting", waitingFor: "resume" })],
      },
      "Waits at Equity since 14:10 for somebody to resume it. It goes on by itself as soon as that is there.",
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
      "Stopped at 14:10. What had arrived is kept. Nothing goes on by itself.",
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
      "Waits since 14:10 for the agent: Basic info is next. It goes on as soon as that is done.",
    ],
  ])("%s", (_, given, sentence) => expect(tell(given)).toBe(sentence));
});

describe("whoever waits, has ended or has failed is told so, of every kind and however it stands", () => {
  const kinds = ["store", "practitioner", "member", "agent", "customer"];
  const whom = [/owner/, /practitioner/, /member/, /agent/, /admin/];
  const open = step("details", { isPart: false, state: "pending", startedAt: null, endedAt: null });
  const tellAs = (kind: string, status: string, given: Partial<Parameters<typeof tell>[0]> = {}) => {
    const told = { status, run: null, steps: [open], ...given };
    return tell({ ...told, more: { ...given.more, row: { ...rowOf(told), kind } as Told["row"] } });
  };

  test.each(kinds.map((kind, at) => [kind, whom[at] as RegExp] as const))("%s", (kind, who) => {
    for (const status of ["pending", "running", "waiting", "complete", "partial", "failed", "cancelled"]) {
      for (const run of [null, ...runStates] as const) {
        const sentence = tellAs(kind, status, { run: run && { status: run } });
        expect(sentence, `${status}, run ${run}`).toMatch(/[.]$/);
        expect(sentence, `${status}, run ${run}`).not.toMatch(/Nothing is wrong|undefined|never|summary\.|[{}]/);
      }
    }
    for (const status of ["pending", "running"])
      expect(tellAs(kind, status)).toMatch(/^Waits since 14:10 for .*: Details is next\. It goes on as soon as/);
    expect(tellAs(kind, "running")).toMatch(who);
    expect(tellAs(kind, "cancelled")).toMatch(/^Ended at 14:10 without coming aboard: .*Nothing goes on by itself\.$/);
    for (const status of ["failed", "partial"]) expect(tellAs(kind, status)).toMatch(/^It did not come through/);
  });

  test("a member whose day has not come waits for it, and until when", () => {
    const steps = [step("activation", { isPart: false, state: "waiting", waitingFor: "activation_date" })];
    const more = { nextRunAt: "2026-03-04T02:00:00.000Z" };
    expect(tellAs("member", "waiting", { steps, more })).toBe(
      "Waits since 14:10 for its day. It goes on by itself at 02:00.",
    );
    expect(tellAs("member", "cancelled")).toContain("nobody answered in time");
  });
});
