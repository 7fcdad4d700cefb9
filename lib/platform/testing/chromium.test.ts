import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { disabledFeatures } from "./chromium";
import { root } from "./sources";

test("Chromium does without all that Playwright says it must do without", () => {
  const text = readFileSync(path.join(root, "node_modules/playwright-core/lib/coreBundle.js"), "utf8");
  const list = /disabledFeatures = \[([\s\S]*?)\]\.filter/.exec(text)?.[1] ?? "";
  const wanted = [...list.matchAll(/^\s*"(\w+)"/gm)].map(([, name]) => name);
  expect(wanted.length).toBeGreaterThan(10);
  expect(disabledFeatures).toEqual(expect.arrayContaining(wanted));
});
