import { expect, test } from "vitest";
import { acceptedLocale } from "./accepted";

test.each([
  [null, "en"],
  ["", "en"],
  ["*", "en"],
  ["de", "de"],
  ["de-LU,de;q=0.9,en;q=0.8", "de"],
  ["fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", "fr"],
  ["lb,pt;q=0.9,FR-lu;q=0.7,en;q=0.2", "fr"],
  ["en;q=0.1,de;q=0.2", "de"],
  ["de;q=0,en;q=0.1", "en"],
  ["nl,pt", "en"],
  ["q=;;,-,\u0000", "en"],
  [`${"x,".repeat(600)}de`, "en"],
])("16: a browser that would rather read %s reads %s", (header, locale) => {
  expect(acceptedLocale(header)).toBe(locale);
});
