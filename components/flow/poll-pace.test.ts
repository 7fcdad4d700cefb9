import fc from "fast-check";
import { expect, test } from "vitest";
import { pollPauseMs } from "./poll-pace";

const minuteMs = 60_000;

test("A16: whoever watches is told every 2 s, after 2 min every 5 s, after 10 min every 15 s", () => {
  expect([0, 2 * minuteMs - 1].map(pollPauseMs)).toEqual([2000, 2000]);
  expect([2 * minuteMs, 10 * minuteMs - 1].map(pollPauseMs)).toEqual([5000, 5000]);
  expect([10 * minuteMs, 24 * 60 * minuteMs].map(pollPauseMs)).toEqual([15_000, 15_000]);
});

test("A16: the longer somebody watches, the less often is asked", () => {
  const elapsed = fc.double({ min: 0, max: 24 * 60 * minuteMs, noNaN: true });
  fc.assert(
    fc.property(elapsed, elapsed, (one, other) => {
      const [early, late] = one < other ? [one, other] : [other, one];
      expect(pollPauseMs(early)).toBeLessThanOrEqual(pollPauseMs(late));
    }),
  );
});
