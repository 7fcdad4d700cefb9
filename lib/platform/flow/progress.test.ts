import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSettled, listProgress, runOutcome, runPercent, type StepRow, type StepState } from "./progress";

const states: StepState[] = ["pending", "running", "retrying", "done", "failed", "skipped"];
const row = fc.record({
  step: fc.string(),
  state: fc.constantFrom(...states),
  done: fc.nat(100_000),
  total: fc.option(fc.nat(100_000)),
});
const step = (name: string, state: StepState, done = 0, total: number | null = null): StepRow => ({
  step: name,
  state,
  done,
  total,
});

/** What may happen to a part while its run goes on: more done, a total that becomes known or grows with it, a retry, an end. */
type Event = { part: number; kind: "page" | "retry" | "end"; amount: number; end: "done" | "failed" | "skipped" };
const event = fc.record({
  part: fc.nat(3),
  kind: fc.constantFrom("page" as const, "page" as const, "page" as const, "retry" as const, "end" as const),
  amount: fc.nat(400),
  end: fc.constantFrom("done" as const, "failed" as const, "skipped" as const),
});

// The same rules as `commitPage` and `endStep`: the total is counted once and `done` never goes back.
function happen(rows: StepRow[], { part, kind, amount, end }: Event): StepRow[] {
  return rows.map((before, at) => {
    if (at !== part % rows.length || isSettled(before)) return before;
    if (kind === "retry") return { ...before, state: "retrying" };
    if (kind === "end" && (end !== "skipped" || before.state === "pending")) return { ...before, state: end };
    if (kind === "end") return before;
    const total = before.total ?? 1000;
    return { ...before, state: "running", total, done: Math.min(total, before.done + amount) };
  });
}

describe("a wizard's list", () => {
  it("counts what is done, names the first open step and ends at 100", () => {
    expect(listProgress([])).toEqual({ current: null, done: 0, total: 0, percent: 0 });
    const rows = ["a", "b", "c", "d"].map(name => step(name, "pending"));
    expect(listProgress(rows)).toEqual({ current: "a", done: 0, total: 4, percent: 0 });
    const half = rows.map((one, at) => (at < 2 ? { ...one, state: "done" as const } : one));
    expect(listProgress(half)).toEqual({ current: "c", done: 2, total: 4, percent: 50 });
    expect(listProgress(half.map(one => ({ ...one, state: "done" as const })))).toMatchObject({
      current: null,
      percent: 100,
    });
  });

  it("names a failed step as the one to do: it is not done", () => {
    expect(listProgress([step("a", "done"), step("b", "failed"), step("c", "done")]).current).toBe("b");
  });

  it("is 100 percent exactly when nothing is open, whatever the rows hold", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), rows => {
        const { current, done, total, percent } = listProgress(rows);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
        expect(percent === 100).toBe(current === null);
        expect(done === total).toBe(current === null);
      }),
    );
  });

  it("never goes back when a step is finished", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), fc.nat(11), (rows, at) => {
        const after = rows.map((one, place) => (place === at % rows.length ? { ...one, state: "done" as const } : one));
        expect(listProgress(after).percent).toBeGreaterThanOrEqual(listProgress(rows).percent);
      }),
    );
  });
});

describe("a run's percent", () => {
  it("is unknown until some part knows its total", () => {
    expect(runPercent([])).toBeNull();
    expect(runPercent([step("orders", "running", 40), step("products", "pending")])).toBeNull();
    expect(runPercent([step("orders", "running", 0, 200), step("products", "pending")])).toBe(0);
  });

  it("counts each part the same and leaves skipped ones out", () => {
    expect(runPercent([step("orders", "done", 10, 10), step("products", "pending")])).toBe(50);
    expect(runPercent([step("orders", "running", 5, 10), step("products", "skipped")])).toBe(50);
    expect(runPercent([step("orders", "done", 10, 10), step("products", "skipped")])).toBe(100);
  });

  it("waits at 99 for the end, even when all rows are there or more came than were counted", () => {
    expect(runPercent([step("orders", "running", 10, 10)])).toBe(99);
    expect(runPercent([step("orders", "running", 15, 10)])).toBe(99);
    expect(runPercent([step("orders", "done", 10, 10), step("products", "retrying", 9999, 10_000)])).toBe(99);
  });

  it("is a whole number from 0 to 100, and 100 only when every part has settled, whatever the rows hold", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), rows => {
        const percent = runPercent(rows);
        if (percent === null) return;
        expect(Number.isInteger(percent)).toBe(true);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
        expect(percent === 100).toBe(rows.every(isSettled));
      }),
    );
  });

  it("never goes back in any order of pages, retries and ends", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(event, { maxLength: 80 }), (parts, events) => {
        let rows = Array.from({ length: parts }, (_, at) => step(`part-${at}`, "pending"));
        let before = runPercent(rows) ?? 0;
        for (const one of events) {
          rows = happen(rows, one);
          const percent = runPercent(rows);
          expect(percent ?? before).toBeGreaterThanOrEqual(before);
          before = percent ?? before;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a finished run", () => {
  it("is complete without a failure, partial with some, failed when nothing came of it", () => {
    expect(runOutcome([step("a", "done"), step("b", "skipped")], "continue")).toBe("complete");
    expect(runOutcome([step("a", "done"), step("b", "failed")], "continue")).toBe("partial");
    expect(runOutcome([step("a", "failed"), step("b", "skipped")], "continue")).toBe("failed");
    expect(runOutcome([step("a", "done"), step("b", "skipped")], "stop")).toBe("complete");
    expect(runOutcome([step("a", "done"), step("b", "failed"), step("c", "pending")], "stop")).toBe("failed");
  });
});
