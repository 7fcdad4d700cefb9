import { expect, test } from "vitest";
import { AppError } from "../errors";
import { readDryRun } from "./dry-run";

function ask(query: string, declaration: Parameters<typeof readDryRun>[0] = { explains: true }) {
  try {
    return readDryRun(declaration, { url: `/api/v1/asked${query}` });
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return [thrown.status, ...thrown.errors.map(({ code }) => code)];
  }
}

test("E22: whether a call is a dry run is said once and in one way; whatever could be read otherwise is refused", () => {
  for (const [query, wanted] of [
    ["", false],
    ["?dry_run=true", true],
    ["?dry%5Frun=true", true],
    ["?dry_run=false", false],
    ["?dry_run=yes", [422, "invalid_value"]],
    ["?dry_run=true&dry_run=false", [400, "repeated"]],
    ["?dry_run=false&dry_run=true", [400, "repeated"]],
    ["?dry_run=true&dry_run=true", [400, "repeated"]],
  ] as const)
    expect([query, ask(query)]).toEqual([query, wanted]);
  for (const name of ["dryRun", "dry-run", "DRY_RUN", "dry%20run", "_dry_run", "dryrun", "dry_run%5B%5D", "__proto__"])
    for (const query of [`?${name}=true`, `?dry_run=true&${name}=false`])
      expect([query, ask(query)]).toEqual([query, [400, "unknown_key"]]);
});

test("E22: a route with a query of its own refuses other spellings alone, and one that explains nothing asks nobody", () => {
  const withQuery = { explains: true, query: {} } as Parameters<typeof readDryRun>[0];
  expect(ask("?dry_run=true&state=draft", withQuery)).toBe(true);
  for (const name of ["dryRun", "dry-run", "DRY_RUN", "dry%20run"])
    expect([name, ask(`?state=draft&${name}=true`, withQuery)]).toEqual([name, [400, "unknown_key"]]);
  expect(ask("?dry_run=true&dryRun=true", {})).toBe(false);
});
