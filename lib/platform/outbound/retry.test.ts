import { expect, test } from "vitest";
import { OutboundError } from "./outbound-error";
import { defaultRetry, retryAfterSeconds, waitBeforeRetry } from "./retry";

const failing = (retryAfter?: number) =>
  new OutboundError("unreachable", {
    ...{ upstream: "feeds", reason: "http_status" as const, status: 503, retryable: true },
    retryAfterSeconds: retryAfter,
  });
const draw = (attempt: number, retryAfter?: number) =>
  Array.from({ length: 2_000 }, () => waitBeforeRetry(failing(retryAfter), attempt, defaultRetry) ?? -1);
const tenths = (waits: number[], from: number, width: number) => {
  const counts = Array<number>(10).fill(0);
  for (const wait of waits) {
    const at = Math.floor(((wait - from) / width) * 10);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
};

test.each([
  [0, 500],
  [1, 1_000],
  [2, 2_000],
])("bar 88: try %i is waited for anything between nothing and %i ms, all alike", (attempt, longest) => {
  const counts = tenths(draw(attempt), 0, longest);
  expect(counts).toHaveLength(10);
  // 200 each; five standard deviations are 67.
  for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(67);
});

test("bar 88: who names a time is not asked before it, nor by all at once after it", () => {
  const waits = draw(1, 3);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(3_000);
  for (const count of tenths(waits, 3_000, 1_000)) expect(Math.abs(count - 200)).toBeLessThan(67);
});

test("bar 88: who asks for more than half a minute is left to the queue, and so is the fourth failure", () => {
  expect(waitBeforeRetry(failing(30), 0, defaultRetry)).toBe(30_000);
  expect(waitBeforeRetry(failing(31), 0, defaultRetry)).toBeNull();
  expect(waitBeforeRetry(failing(), 2, defaultRetry)).not.toBeNull();
  expect(waitBeforeRetry(failing(), 3, defaultRetry)).toBeNull();
});

test.each([
  ["7", 7],
  [" 7 ", 7],
  ["0", 0],
  ["Thu, 01 Jan 1970 00:01:00 GMT", 60],
  ["Wed, 31 Dec 1969 23:00:00 GMT", 0],
  ["-1", undefined],
  ["1e9", undefined],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
])("bar 88: Retry-After %j means %j seconds", (header, seconds) => {
  expect(retryAfterSeconds(header, 0)).toBe(seconds);
});
