import { expect, test } from "vitest";
import { bucketOf, lastBucket, shareWithin, spreadOf } from "./buckets";
import { kindOfStatement } from "./names";
import { templateOf } from "./view/template";

test("an address becomes its template, and tells nothing where a parameter is not found in it", () => {
  expect(templateOf("/api/v1/admin/customers/12/sync", { id: "12" })).toBe("/api/v1/admin/customers/[id]/sync");
  expect(templateOf("/store/store/onboarding/company", { code: "store", step: "company" })).toBe(
    "/store/[code]/onboarding/[step]",
  );
  expect(templateOf("/a/x/x", { one: "x", two: "x" })).toBe("/a/[one]/[two]");
  expect(templateOf("/invite/s%C3%A9cret", { token: "sécret" })).toBe("/invite/[token]");
  expect(templateOf("/invite/s%C3%A9cret", { token: "s%C3%A9cret" })).toBe("/invite/[token]");
  expect(templateOf("/docs/a/b", { rest: ["a", "b"] })).toBe("/docs/[rest]/[rest]");
  expect(templateOf("/invite/secret", { token: "other" })).toBeNull();
  expect(templateOf("/invite/%ff", {})).toBeNull();
  expect(templateOf("/", {})).toBe("/");
});

test("a statement is told of by its first word and table, never by its text", () => {
  expect(kindOfStatement('SELECT "public"."user"."id" FROM "public"."user" WHERE id = $1')).toBe("select user");
  expect(kindOfStatement("\n  INSERT INTO outbox_message AS m (id) VALUES ($1)")).toBe("insert outbox_message");
  expect(kindOfStatement("UPDATE alert SET told = 1")).toBe("update alert");
  expect(kindOfStatement("SELECT count(*) FROM unnest($1::int[]) t JOIN store s ON true")).toBe("select store");
  expect(kindOfStatement("SELECT extract(epoch FROM ended_at) FROM onboarding")).toBe("select onboarding");
  expect(kindOfStatement("SELECT a IS DISTINCT FROM b FROM store")).toBe("select store");
  expect(kindOfStatement("COMMIT")).toBe("commit");
  expect(kindOfStatement("'secret'")).toBe("other");
});

test("a share read from the buckets is never too low and at most a tenth too high", () => {
  const times = Array.from({ length: 1000 }, (_, at) => ((at * 7919) % 5000) + 0.5);
  const counts = times.map(ms => ({ bucket: bucketOf(ms), count: 1, slowestMs: Math.ceil(ms) }));
  const ordered = [...times].sort((a, b) => a - b);
  for (const share of [0.5, 0.75, 0.95, 1]) {
    const told = Number(shareWithin(spreadOf(counts), share));
    const truly = ordered[Math.ceil(1000 * share) - 1] ?? 0;
    expect(told).toBeGreaterThanOrEqual(truly);
    expect(told).toBeLessThanOrEqual(truly * 1.1 + 1);
  }
  expect(shareWithin(spreadOf([]), 0.95)).toBeNull();
  expect(shareWithin(spreadOf([{ bucket: bucketOf(9e9), count: 1, slowestMs: 600_000 }]), 0.95)).toBe(600_000);
  expect([bucketOf(-1), bucketOf(0.2), bucketOf(9e9)]).toEqual([0, 0, lastBucket]);
});
