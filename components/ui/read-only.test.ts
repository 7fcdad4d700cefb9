import { expect, test } from "vitest";
import { readSources } from "@/lib/platform/testing/sources";

test("F30: what only looks something up may be sent where nothing is changed, and nothing else", () => {
  const submits = readSources()
    .filter(({ path }) => /^(app|components)\/.*\.tsx$/.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/<Button\s+type="submit"( reads)?/g)].map(([, reads]) => ({ path, text, reads })),
    );
  expect(submits.filter(({ reads }) => reads).length).toBeGreaterThan(8);
  for (const { path, text, reads } of submits) {
    const looksUp = /from "next\/form"|<form\s+action=/.test(text);
    expect.soft(reads !== undefined, path).toBe(looksUp);
  }
});
