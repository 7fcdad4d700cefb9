import fc from "fast-check";
import { expect, test } from "vitest";
import { hasVerhoeffDigit, isGovtId } from "./govt-id";

const endings = [..."0123456789"];
const complete = (digits: string) => endings.map(end => digits + end).filter(hasVerhoeffDigit);

test("E30: Verhoeff's published example, and the numbers that are no Aadhaar", () => {
  expect(hasVerhoeffDigit("2363"), "236 has the check digit 3").toBe(true);
  expect(complete("12345")).toEqual(["123451"]);
  expect(isGovtId("aadhar", "9999 4105 7058"), "the number that the authority publishes for tests").toBe(true);
  expect(isGovtId("aadhar", "2000 0000 0000")).toBe(hasVerhoeffDigit("200000000000"));
  for (const none of ["", "12345678901", "1234567890123", "123456789012", "23636363636x"])
    expect(isGovtId("aadhar", none), none).toBe(false);
});

test("E30: every text of digits has one check digit; one wrong digit or two that changed places are found", () => {
  const digits = fc.stringMatching(/^[2-9]\d{10}$/);
  fc.assert(
    fc.property(digits, fc.nat(10), fc.nat(8), (text, place, more) => {
      const [whole = "", ...others] = complete(text);
      expect(others).toEqual([]);
      expect(isGovtId("aadhar", whole)).toBe(true);
      const changed = String((Number(whole[place]) + 1 + more) % 10);
      expect(hasVerhoeffDigit(whole.slice(0, place) + changed + whole.slice(place + 1))).toBe(false);
      const [left, right] = [whole[place], whole[place + 1]];
      const swapped = `${whole.slice(0, place)}${right}${left}${whole.slice(place + 2)}`;
      expect(hasVerhoeffDigit(swapped)).toBe(left === right);
    }),
  );
});

test("E30: each paper has a form of its own, however it is spaced; passports and licences from elsewhere have any", () => {
  const right = { pan: "abcpe 1234 f", passport: "M1234567", license: "MH-12 2011 0012345" } as const;
  for (const [name, text] of Object.entries(right)) expect(isGovtId(name as "pan", text, "IN"), name).toBe(true);
  const wrong: [name: "pan" | "passport" | "license", text: string][] = [
    ["pan", "ABCP1234F"],
    ["pan", "ABCPE12345"],
    ["passport", "Q1234567"],
    ["passport", "M0234567"],
    ["passport", "M123456"],
    ["license", "MH122011001234"],
    ["license", "1H1220110012345"],
  ];
  for (const [name, text] of wrong) expect(isGovtId(name, text, "IN"), `${name} ${text}`).toBe(false);
  for (const region of ["LU", null]) {
    for (const [name, text] of wrong) expect(isGovtId(name, text, region), `${name} ${text}`).toBe(name !== "pan");
    for (const none of ["", "C01X", "C01X00T47!", "X".repeat(21)])
      expect(isGovtId("passport", none, region), none).toBe(false);
  }
});
