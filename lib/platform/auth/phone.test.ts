import { expect, test } from "vitest";
import { AppError } from "../errors";
import { acceptPhone, parsePhone } from "./phone";

test.each([
  ["+352621000001", undefined],
  ["00352 621 000 001", undefined],
  ["(00352) 621000001", undefined],
  ["(+352) 621-000-001", undefined],
  ["621 000 001", "LU"],
  ["+３５２６２１０００００１", undefined],
  ["６２１０００００１", "LU"],
  ["+352621000001", "US"],
])("every spelling of a number is one number: %s (%s)", (text, region) => {
  expect(parsePhone(text, region)).toMatchObject({ e164: "+352621000001", region: "LU", masked: "•••• 0001" });
});

test.each([
  ["(415) 555-0132", "US", "+14155550132"],
  ["+44 (0)20 7946 0018", undefined, "+442079460018"],
  ["0170 1234567", "DE", "+491701234567"],
])("a number is read as its country writes it: %s", (text, region, e164) => {
  expect(parsePhone(text, region)?.e164).toBe(e164);
});

test.each([
  "",
  "abc",
  "12",
  "+352",
  "+1 415 555 0132 ext 5",
  "call +352621000001",
  "+1 800 555 0132",
  "9".repeat(60),
  "\0",
])("what is no number that reads messages is refused: %j", text => expect(parsePhone(text, "LU")).toBeNull());

test("a number of a country that is not on the list is refused by its own code", () => {
  const refused = () => acceptPhone("+39 312 345 6789");
  expect(refused).toThrow(expect.objectContaining({ code: "country_not_enabled", status: 422 }));
  expect(() => acceptPhone("nothing")).toThrow(AppError);
});
