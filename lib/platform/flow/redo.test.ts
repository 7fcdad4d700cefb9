import fc from "fast-check";
import { expect, test } from "vitest";
import { isSettled, type StepState } from "./progress";
import { planPart, type Redo } from "./redo";

const states: StepState[] = ["pending", "running", "retrying", "waiting", "done", "failed", "skipped"];
const part = fc.record({
  step: fc.constantFrom("a", "b", "c"),
  state: fc.constantFrom(...states),
  position: fc.nat(9),
});
const outcome = (step: string, state: StepState) => {
  return { step, state, done: 7, total: 7, attempts: 1, result: { fetched: 7 }, errorCode: null, errorMessage: null };
};
const redo = fc.oneof(fc.constant<Redo>("all"), fc.constant<Redo>("unfinished"), fc.constant<Redo>({ from: "b" }));

test("what is done is run again only when it is asked for, and what is not is always run, whatever the rows hold", () => {
  fc.assert(
    fc.property(part, redo, fc.nat(9), (row, wanted, first) => {
      const isAsked = wanted === "all" || (typeof wanted === "object" && row.position >= first);
      const place = typeof wanted === "object" ? first : undefined;
      const plan = planPart(row, { redo: wanted, first: place, earlier: [] });
      if (isAsked) expect(plan).toBe("anew");
      else expect(plan).toBe(row.state === "done" ? "keep" : "go_on");
    }),
  );
});

test("what an earlier run has done counts where a later one did it too or had nothing to do with it, and nowhere else", () => {
  fc.assert(
    fc.property(part, fc.constantFrom(...states), (row, before) => {
      const earlier = [outcome(row.step, before), outcome("other", "done")];
      const plan = planPart(row, { redo: "unfinished", earlier });
      const isSettled = row.state === "skipped" || row.state === "done";
      expect(plan === earlier[0]).toBe(isSettled && before === "done");
    }),
  );
});

test("of the parts that are named, one that broke off goes on and one that is done begins anew; the others stay as they are, and what is open of them is left out", () => {
  fc.assert(
    fc.property(part, fc.subarray(["a", "b", "c"]), (row, only) => {
      const plan = planPart(row, { redo: { only }, earlier: [] });
      if (!only.includes(row.step)) expect(plan).toBe(isSettled(row) ? "keep" : "leave_out");
      else expect(plan).toBe(row.state === "done" ? "anew" : "go_on");
    }),
  );
});
