import { expect, test } from "vitest";
import { partsOf } from "./time-left";

const say = (seconds: number) =>
  partsOf(seconds)
    .map(({ unit, value }) => `${value} ${unit}`)
    .join(" ");

test("E17: the time that is left is told in its two largest units, and counts down without a gap", () => {
  expect(say(2 * 86_400 + 3 * 3600 + 59 * 60)).toBe("2 day 3 hour");
  expect([say(86_400), say(86_400 + 3599), say(86_399)]).toEqual(["1 day", "1 day", "23 hour 59 minute"]);
  expect([say(3600), say(3599), say(61), say(60), say(59.9), say(1)]).toEqual([
    ...["1 hour", "59 minute", "1 minute", "1 minute", "59 second", "1 second"],
  ]);
  expect([say(0.4), say(0), say(-5)]).toEqual(["", "", ""]);
});

test("E17: over a change of the clocks it is the time that passes, an hour less or more than the wall says", () => {
  const between = (from: string, to: string) => say((Date.parse(to) - Date.parse(from)) / 1000);
  // Paris: two days on the wall each.
  expect(between("2027-03-27T09:00:00+01:00", "2027-03-29T09:00:00+02:00")).toBe("1 day 23 hour");
  expect(between("2027-10-30T09:00:00+02:00", "2027-11-01T09:00:00+01:00")).toBe("2 day 1 hour");
});
