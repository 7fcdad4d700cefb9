import { expect, test } from "vitest";
import { mostItems } from "@/lib/platform/bulk/schema";
import { askedCount, mostAtOnce, statedCount } from "./bulk-stated";

test("a job may be of as many as were shown: of fewer where fewer were typed, never of more, of none without a number", () => {
  expect(mostAtOnce).toBe(mostItems);
  expect(statedCount(null, 12)).toBe(12);
  expect([statedCount("120", 120), statedCount(" 1 20 ", 120), statedCount("119", 120)]).toEqual([120, 120, 119]);
  expect([statedCount("121", 120), statedCount("99999999999999999999", 120)]).toEqual([120, 120]);
  expect([statedCount("", 120), statedCount("all", 120), statedCount("0", 120)]).toEqual([null, null, null]);
});

test("the question speaks of those that match by now where they are more, and of no more than a job may be of", () => {
  expect([askedCount(3, null), askedCount(3, 5), askedCount(3, 2), askedCount(3, 0)]).toEqual([3, 5, 3, 3]);
  expect([askedCount(3, mostAtOnce), askedCount(3, mostAtOnce + 1)]).toEqual([mostAtOnce, 3]);
});
