import { expect, test } from "vitest";
import { mannWhitney, median, medianNoise } from "./statistics";

const upTo = (count: number, step = 1, from = 0) => Array.from({ length: count }, (_, i) => from + i * step);

test("the middle of an odd and of an even number of values", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, 0]);
});

test("ranks tell samples apart that are shifted, and none that are mixed", () => {
  expect(mannWhitney(upTo(200), upTo(200, 1, 0.5))).toBeGreaterThan(0.9);
  expect(mannWhitney(upTo(200), upTo(200, 1, 40))).toBeLessThan(0.001);
  expect(mannWhitney(upTo(200), upTo(200, 1, 8))).toBeGreaterThan(0.05);
  expect(mannWhitney(upTo(200).fill(7), upTo(200).fill(7))).toBe(1);
});

test("the probability is the one of the tables", () => {
  // With ties, without correction for continuity: U = 14.5, z = 2.0778.
  const [left, right] = [
    [3, 4, 2, 6, 2, 5, 1, 8],
    [9, 7, 5, 10, 6, 8, 4, 3, 7],
  ];
  expect(mannWhitney(left, right)).toBeCloseTo(0.037731, 5);
});

test("the noise of a median is that of the sample, whatever its level", () => {
  const noise = medianNoise(upTo(400));
  expect(noise).toBeGreaterThan(12);
  expect(noise).toBeLessThan(28);
  expect(medianNoise(upTo(400, 1, 5_000))).toBeGreaterThan(12);
});
