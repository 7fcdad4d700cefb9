import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "@/lib/platform/parse-json";
import { readDay, readMoment } from "./date";
import { readAmount, readDecimal } from "./decimal";
import { tidyName } from "./name";

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("money", () => {
  test.each<[unknown, unknown]>([
    [12.5, usd("12.5")],
    ["12.50", usd("12.50")],
    [-0.01, usd("-0.01")],
    ["-1234.5678", usd("-1234.5678")],
    [
      { amount: "8123.4575", currency: "CAD" },
      { amount: "8123.4575", currency: "CAD" },
    ],
    [
      { amount: 7, currency: "cad" },
      { amount: "7", currency: "CAD" },
    ],
    [{ value: 7 }, usd("7")],
    ["12,000.00", usd("12000.00")],
    ["$1,234,567.5", usd("1234567.5")],
    ["-$5", usd("-5")],
    [1e-7, usd("0.0000001")],
    ["1.5e3", usd("1500")],
    [".5", usd("0.5")],
    ["007", usd("7")],
    ["-0.00", usd("0.00")],
    [9_007_199_254_740_991, usd("9007199254740991")],
    [1e16, null],
    ["12.345,00", null],
    ["1,23", null],
    ["", null],
    [" ", null],
    [null, null],
    [true, null],
    [[1], null],
    [Number.NaN, null],
    [Infinity, null],
    ["1e999", null],
    ["12 USD", null],
    [{ amount: { amount: 1 } }, null],
    [{}, null],
  ])("%j is %j", (value, amount) => expect(readAmount(value, "USD")).toEqual(amount));

  test("every number of any size that a row can hold is exactly what was written", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n) + 1n, max: 10n ** 16n - 1n }), fc.nat(9_999), (whole, rest) => {
        const text = `${whole}.${String(rest).padStart(4, "0")}`;
        expect(readDecimal(text, 16)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), number => {
        const read = readDecimal(number, 16);
        if (read !== null) expect(Number(read)).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});

describe("dates", () => {
  test.each<[unknown, string | null]>([
    ["2026-03-01", "2026-03-01"],
    ["2026-03-01T23:30:00-05:00", "2026-03-01"],
    ["2026-03-01T23:30:00.123456Z", "2026-03-01"],
    [Date.UTC(2026, 2, 1), "2026-03-01"],
    [String(Date.UTC(2026, 2, 1)), "2026-03-01"],
    ["2024-02-29", "2024-02-29"],
    ["2026-02-30", null],
    ["2026-13-01", null],
    ["2026-03-01T25:00:00Z", null],
    ["0001-01-01", null],
    ["9999-12-31", null],
    [1_772_323_200, "2026-03-01"], // seconds
    ["1772323200", "2026-03-01"],
    [999_999_999, "2001-09-09"],
    [12_345_678, null],
    [-86_400_000, null],
    ["-1000000000000", null],
    [1_772_323_200.5, null],
    ["1949-12-31", null],
    ["1950-01-01", "1950-01-01"],
    [new Date(Date.now() + 51 * 366 * 86_400_000).toISOString(), null],
    [0, null],
    ["0", null],
    [-1e15, null],
    [Number.NaN, null],
    ["03/01/2026", null],
    ["soon", null],
    [{}, null],
    [[2026, 3, 1], null],
    [true, null],
    [null, null],
  ])("the day %j is %j", (value, day) => expect(readDay(value)).toBe(day));

  test.each<[unknown, string | null]>([
    ["2026-03-01T23:30:00-05:00", "2026-03-02T04:30:00.000Z"],
    ["2026-03-01T23:30:00+0530", "2026-03-01T18:00:00.000Z"],
    ["2026-03-01 23:30:15.5", "2026-03-01T23:30:15.500Z"],
    ["2026-03-01T23:30Z", "2026-03-01T23:30:00.000Z"],
    ["2026-03-01", "2026-03-01T00:00:00.000Z"],
    [Date.UTC(2026, 2, 1, 5), "2026-03-01T05:00:00.000Z"],
    ["2026-03-01T23:30:00+99:00", null],
  ])("the moment %j is %j", (value, moment) => expect(readMoment(value)).toBe(moment));

  test("whatever comes is a day and a moment that a row can hold, or none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.date().map(String), fc.integer(), fc.double()), value => {
        expect(readDay(value) ?? "2000-01-01").toMatch(/^\d{4}-\d\d-\d\d$/);
        expect(Number.isNaN(Date.parse(readMoment(value) ?? "2000-01-01"))).toBe(false);
      }),
    );
  });
});

test.each([
  ["MARIE-ÈVE", "Marie-Ève"],
  ["O'NEILL", "O'Neill"],
  ["MCDONALD", "McDonald"],
  ["ST. JAMES", "St. James"],
  ["JP", "JP"],
  ["WU", "Wu"],
  ["JOHN SMITH III", "John Smith III"],
  ["de la Cruz", "de la Cruz"],
  ["VanDyke", "VanDyke"],
  ["J", "J"],
  ["王", "王"],
  ["", ""],
])("the name %j is %j", (given, name) => expect(tidyName(given)).toBe(name));

test("what Postgres cannot store is left out of an answer, in names too, and what is no JSON is nothing", () => {
  expect(parseJson('{"a\\u0000b":["c\\ud800d","\ufffd",{"e":"\\u0000"}],"f":"\\ud83d\\ude00"}')).toEqual({
    ab: ["cd", "", { e: "" }],
    f: "😀",
  });
  for (const text of ["", "<html>", "{", "nope"]) expect(parseJson(text)).toBeUndefined();
});
