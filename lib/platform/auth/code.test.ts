import { expect, test } from "vitest";
import { addressBlock } from "../address-block";
import { randomDigits } from "../crypto";
import { isFull } from "../testing/full-form";
import { readSources } from "../testing/sources";
import { maskIdentifier, parseEmail } from "./identifier";
import { coolDownAfter } from "./limits";
import { codeSms } from "./messages";
import { signInOptions } from "./queries";
import { Code, CodeRequest } from "./schema";

const codes = Array.from({ length: isFull ? 1_000_000 : 20_000 }, () => randomDigits(6));

/** How unevenly values fall into cells that should be equally full. */
function chiSquare(cells: readonly number[], count: number): number {
  const full = new Array<number>(count).fill(0);
  for (const cell of cells) full[cell] = (full[cell] ?? 0) + 1;
  const expected = cells.length / count;
  return full.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0);
}

test("bar 6: codes have six digits, zeros in front included", () => {
  expect(codes.every(code => /^\d{6}$/.test(code))).toBe(true);
  const small = codes.filter(code => code.startsWith("0")).length / codes.length;
  expect(Math.abs(small - 0.1)).toBeLessThan(0.01);
});

// Limits that one honest run in 10,000 crosses.
test.each([0, 1, 2, 3, 4, 5])("bar 6: at place %i no digit is likelier than another", place => {
  const digits = codes.map(code => Number(code[place]));
  expect(chiSquare(digits, 10)).toBeLessThan(33.7);
});

test("bar 6: no thousand of codes is likelier than another, and no code tells the next", () => {
  const thousands = codes.map(code => Math.floor(Number(code) / 1_000));
  expect(chiSquare(thousands, 1_000)).toBeLessThan(1_173.9);
  const pairs = codes.slice(1).map((code, at) => Number(codes[at]?.[5]) * 10 + Number(code[0]));
  expect(chiSquare(pairs, 100)).toBeLessThan(160.1);
});

test("bar 6: nothing that signs people in is drawn by chance that can be guessed", () => {
  const signIn = /^(lib\/platform\/(auth\/|crypto\.ts)|app\/(api\/(v1\/)?auth|login|signup)\/|components\/auth\/)/;
  const sources = readSources().filter(({ path }) => signIn.test(path) && !/\.test\.tsx?$/.test(path));
  expect(sources.length).toBeGreaterThan(30);
  expect(
    sources.filter(({ code }) => /Math\s*\.\s*random|Date\.now\(\)\s*%/.test(code)).map(({ path }) => path),
  ).toEqual([]);
  const crypto = sources.find(({ path }) => path === "lib/platform/crypto.ts");
  expect(crypto?.code).toMatch(/randomDigits\b[\s\S]{0,120}randomInt\(/);
});

test.each([
  ["123456", "123456"],
  [" 123 456 ", "123456"],
  ["１２３４５６", "123456"],
])("a code may be typed as %j", (typed, code) => expect(Code.parse(typed)).toBe(code));

test.each(["12345", "1234567", "12345a", "", "٠١٢٣٤٥"])("%j is no code", typed => {
  expect(Code.safeParse(typed).success).toBe(false);
});

test("a request may not name anything else", () => {
  expect(CodeRequest.safeParse({ phoneNumber: "+352621000001", role: "admin" }).success).toBe(false);
});

test("the wait before the next code grows to three minutes", () => {
  expect([1, 2, 3, 4, 5, 9].map(coolDownAfter)).toEqual([60, 90, 120, 180, 180, 180]);
});

test("one budget for an IPv4 address, one for a /64", () => {
  expect(addressBlock("192.0.2.7")).toBe("192.0.2.7");
  expect(addressBlock("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(addressBlock("2001:db8:1:2:aaaa::1")).toBe(addressBlock("2001:db8:1:2:bbbb::9"));
  expect(addressBlock("2001:db8:1:3::1")).not.toBe(addressBlock("2001:db8:1:2::1"));
  expect(addressBlock("nonsense")).toBe("unknown");
});

test("addresses are compared in lower case, and shown masked", () => {
  expect(parseEmail("  John@YogaStudio.com ")).toBe("john@yogastudio.com");
  expect(parseEmail("no address")).toBeNull();
  expect(maskIdentifier({ channel: "email", identifier: "john@yogastudio.com" })).toBe("j•••@yogastudio.com");
  expect(maskIdentifier({ channel: "sms", identifier: "+14155550132" })).toBe("•••• 0132");
});

test("the last line of the SMS names our host, so that only our page may fill the code in", () => {
  expect(codeSms("012345")).toBe("012345 is your Gangway code\n\n@localhost #012345");
});

test("the sign-in page offers the countries of OTP_COUNTRIES by name and calling code", () => {
  const { countries } = signInOptions();
  expect(countries).toHaveLength(9);
  expect(countries[0]).toEqual({ region: "LU", name: "Luxembourg", callingCode: "352" });
});
