import { expect, test } from "vitest";
import { findDayOrder, readDay } from "./day";
import { readGender, readPaper, readRelation } from "./words";

test("B15: a day is read from every unambiguous way to write it, and a stroked one only where the file shows which part is the day", () => {
  const same = ["1990-12-31", "1990/12/31", "1990-12-31T00:00:00.000Z", "31.12.1990", "31. 12. 1990", "31 Dec 1990"];
  const worded = ["31-Dec-1990", "31st December 1990", "Dec 31, 1990", "31. Dezember 1990", "31 décembre 1990"];
  for (const text of [...same, ...worded]) expect.soft(readDay(text, null), text).toBe("1990-12-31");
  expect(readDay("1. August 1990", null)).toBe("1990-08-01");
  expect(readDay("1 août 1990", null)).toBe("1990-08-01");
  expect([readDay("3/4/1990", "day"), readDay("3/4/1990", "month")]).toEqual(["1990-04-03", "1990-03-04"]);
  expect([readDay("3/4/1990", null), readDay("04-04-1990", null)]).toEqual(["ambiguous", "1990-04-04"]);
  for (const text of ["", "31.12.90", "33238", "12/1990", "31 Brumaire 1990", "yesterday"])
    expect.soft(readDay(text, "day"), text).toBeNull();
  expect(findDayOrder(["3/4/1990", "1990-12-31", "31/12/1990", "none"])).toBe("day");
  expect(findDayOrder(["3/4/1990", "12-31-1990"])).toBe("month");
  expect(findDayOrder(["13/4/1990", "4/13/1990"]), "the file contradicts itself").toBeNull();
  expect(findDayOrder(["3/4/1990", "31.12.1990"]), "dots show nothing of strokes").toBeNull();
});

test("B15: the usual words of three languages are understood, and what is none stays as it is", () => {
  expect(["m", "Männlich", "homme", "W", "Femme", "divers", "?"].map(readGender)).toEqual([..."MMMFFO?"]);
  expect(["Ehefrau", "fils", "Daughter", "père", "Employee", "neighbour"].map(readRelation)).toEqual([
    ...["spouse", "child", "child", "parent", "self", "neighbour"],
  ]);
  expect(["Aadhaar Card", "Führerschein", "PAN"].map(readPaper)).toEqual(["aadhar", "license", "pan"]);
});
