import { describe, expect, it } from "vitest";
import { joinDate, splitDate } from "./partial-date";

describe("a date as exact as it is known", () => {
  it.each([
    [{ year: "2019", month: "", day: "" }, "2019"],
    [{ year: "2019", month: "5", day: "" }, "2019-05"],
    [{ year: "2019", month: "05", day: "9" }, "2019-05-09"],
    [{ year: "", month: "", day: "" }, ""],
    [{ year: "2019", month: "", day: "31" }, "2019--31"],
    [{ year: "", month: "5", day: "" }, "-05"],
  ])("joins %o", (parts, whole) => {
    expect(joinDate(parts)).toBe(whole);
    expect(joinDate(splitDate(whole)), "and takes it apart again").toBe(whole);
  });
});
