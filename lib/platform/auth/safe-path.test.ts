import fc from "fast-check";
import { expect, test } from "vitest";
import { safePath } from "./safe-path";

test.each(["/", "/store/LUXDEMO/dashboard", "/admin?page=2#top", "/a%2Fb"])("a path of ours stays: %s", path => {
  expect(safePath(path)).toBe(path);
});

const foreign = [
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n//evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  " /x",
  "/.//evil.example",
  "/..//evil.example",
  "/x/..//evil.example",
  "",
  undefined,
  ["/x"],
];
test.each(foreign)("anything else becomes the front page: %j", given => {
  expect(safePath(given)).toBe("/");
});

test("no text leads off our origin", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), text => {
      const target = new URL(safePath(`/${text}`), "https://gangway.example");
      return target.origin === "https://gangway.example";
    }),
  );
});
