import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateSeconds, type PastRun } from "./estimate";

const seconds = fc.double({ min: 0.1, max: 86_400, noNaN: true });
const past = (isOwn: fc.Arbitrary<boolean>, least = 0): fc.Arbitrary<PastRun[]> =>
  fc.array(fc.record({ seconds, rows: fc.nat(1_000_000), isOwn }), { minLength: least, maxLength: 20 });
const rows = fc.option(fc.nat(1_000_000));

test("A18: without an import that has ended nothing is told", () => {
  expect(estimateSeconds([], null)).toBeNull();
  expect(estimateSeconds([], 1000)).toBeNull();
});

test("A18: a store with imports of its own is told by them alone", () => {
  const [own, others] = [past(fc.constant(true), 1), past(fc.constant(false))];
  fc.assert(
    fc.property(own, others, rows, (mine, theirs, count) => {
      expect(estimateSeconds([...theirs, ...mine], count)).toBe(estimateSeconds(mine, count));
    }),
  );
});

test("A18: what is told lies between the fastest and the slowest of them, and one slow night moves it little", () => {
  fc.assert(
    fc.property(past(fc.constant(false), 1), known => {
      const told = estimateSeconds(known, null) ?? Number.NaN;
      expect(told).toBeGreaterThanOrEqual(Math.min(...known.map(one => one.seconds)));
      expect(told).toBeLessThanOrEqual(Math.max(...known.map(one => one.seconds)));
    }),
  );
  const usual = [60, 61, 62, 63].map(one => ({ seconds: one, rows: 100, isOwn: false }));
  expect(estimateSeconds([...usual, { seconds: 9000, rows: 100, isOwn: false }], 100)).toBe(62);
});

test("A18: twice the rows take twice as long, and more never less", () => {
  const measured = fc.record({ seconds, rows: fc.integer({ min: 1, max: 1_000_000 }), isOwn: fc.boolean() });
  fc.assert(
    fc.property(fc.array(measured, { minLength: 1 }), fc.nat(100_000), (known, count) => {
      const [once, twice] = [estimateSeconds(known, count), estimateSeconds(known, count * 2)];
      expect(twice).toBeCloseTo((once ?? Number.NaN) * 2, 3);
    }),
  );
});
