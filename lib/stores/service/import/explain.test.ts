import { expect, test } from "vitest";
import { errorOfStatus, OutboundError, type OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { FeedError } from "../../client/feed/feed-error";
import { feedLimits } from "../../client/feed/limits";
import { explainFeed, explainLetzshop } from "./explain";

const kinds: OutboundKind[] = ["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected"];
const technical = /https?:|http_|_|\b[45]\d\d\b|[a-z]:\s[a-z_]+\b.*\)/;

test.each(kinds)("%s is told in a sentence, and still says when to come again", kind => {
  const failed = new OutboundError(kind, {
    ...{ upstream: "letzshop", reason: "http_status" as const, status: 429 },
    ...{ retryAfterSeconds: 30, retryable: true },
  });
  for (const told of [explainLetzshop(failed), explainFeed("de", failed)]) {
    expect(told).toBeInstanceOf(OutboundError);
    expect(told).toMatchObject({ kind, retryable: true, retryAfterSeconds: 30, cause: failed });
    const { message, stack } = told as OutboundError;
    expect(message).toMatch(/^[A-Z].*\.$/);
    expect(message).not.toMatch(technical);
    expect(stack).toContain("(letzshop: http_status 429)");
  }
});

test("a refusal that waits does not hurry, and other failures pass as they are", () => {
  expect(explainLetzshop(errorOfStatus("letzshop", 401, undefined))).toMatchObject({ retryable: false });
  const bug = new TypeError("a bug of ours");
  expect([explainLetzshop(bug), explainFeed("fr", bug)]).toEqual([bug, bug]);
});

test("our own budget is told as nobody else's fault", () => {
  const busy = new OutboundError("rate_limit", {
    upstream: "feeds",
    reason: "busy",
    retryable: true,
    retryAfterSeconds: 5,
  });
  for (const told of [explainLetzshop(busy), explainFeed("de", busy)])
    expect(told).toMatchObject({ message: "Many imports are going on at this moment.", retryAfterSeconds: 5 });
});

test("a feed that is too large is told so, with the true limits", () => {
  const failed = new OutboundError("unexpected", { upstream: "feeds", reason: "too_large" });
  const mega = 1024 * 1024;
  const limits = `at most ${feedLimits.wireBytes / mega} MB, or ${feedLimits.inflatedBytes / mega} MB unpacked`;
  expect(explainFeed("en", failed)).toMatchObject({ kind: "unexpected", message: expect.stringContaining(limits) });
  expect(feedLimits.rows).toBe(1_000_000);
});

test("a refused feed is named with the place", () => {
  const failure = explainFeed("fr", new FeedError("missing_column", { line: 1, column: "price" }));
  expect(failure).toMatchObject({
    code: "missing_column",
    message: "French feed: A required column is missing. (line 1, column price)",
    retryable: false,
  });
  const slow = new DOMException("over", "TimeoutError");
  expect(explainFeed("fr", slow)).toMatchObject({ code: "too_slow", message: expect.stringMatching(/too long/) });
});
