import { expect, test } from "vitest";
import { randomDigits } from "../crypto";
import { addressBlock } from "./budgets";
import { maskIdentifier, parseEmail } from "./identifier";
import { coolDownAfter } from "./limits";
import { codeSms } from "./messages";
import { signInOptions } from "./queries";
import { Code, CodeRequest } from "./schema";

test("codes have six digits, zeros in front included, and no digit is likelier than another", () => {
  const codes = Array.from({ length: 20_000 }, () => randomDigits(6));
  expect(codes.every(code => /^\d{6}$/.test(code))).toBe(true);
  const counts = new Array<number>(10).fill(0);
  for (const digit of codes.join("")) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  const expected = 12_000;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(33.7); // 9 degrees of freedom, one false alarm in 10,000 runs
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
