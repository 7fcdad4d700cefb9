import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { isFull } from "@/lib/platform/testing/full-form";
import { readAgent } from "./agent";
import { type Payment, type Place, tiers } from "./entities";
import { networkPages } from "./network";
import { contributionPages, paymentPages } from "./revshare";

type Answer = { status?: number; body: string };
const asked: { path: string; headers: IncomingMessage["headers"] }[] = [];
let answer: (query: URLSearchParams, path: string) => Answer = () => ({ body: "[]" });
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://rezen");
  asked.push({ path: pathname, headers: request.headers });
  const { status = 200, body } = answer(searchParams, pathname);
  response.writeHead(status, { "content-type": "application/json" }).end(body);
});
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const access = (profile: "simple" | "real" = "simple") => ({
  ...{ apiKey: "a-key", agentId: "me", profile, url: `${url}/one`, dealsUrl: `${url}/two` },
  ...{ privateOrigins: [url], retry: { retries: 0 } },
});
const payment = (number: number) => ({ id: `p${number}`, amount: number });
const payments = (from: number, count: number) => Array.from({ length: count }, (_, index) => payment(from + index));

async function walk(from?: Place): Promise<{ items: Payment[]; calls: number }> {
  asked.length = 0;
  const items: Payment[] = [];
  for await (const page of paymentPages({ ...access(), ...(from ? { from } : {}) })) items.push(...page.items);
  return { items, calls: asked.length };
}

describe("where a list ends", () => {
  /** A list of so many that is bare, and gives at most so many at once. */
  const bare = (all: number, most: number) => (query: URLSearchParams) => {
    const size = Math.min(most, Number(query.get("pageSize")));
    const from = Number(query.get("pageNumber")) * size;
    return { body: JSON.stringify(payments(from, Math.max(0, Math.min(size, all - from)))) };
  };

  test.each([
    [0, 1_000, 1],
    [399, 1_000, 2],
    [400, 1_000, 3],
    [230, 100, 3],
    [100, 100, 2],
    [45, 20, 3],
  ])("000: %i in bare lists of at most %i at once are read by %i calls", async (all, most, calls) => {
    answer = bare(all, most);
    const found = await walk();
    expect([new Set(found.items.map(({ id }) => id)).size, found.items.length, found.calls]).toEqual([all, all, calls]);
  });

  test("000: one that comes whole, whatever is asked for, is taken once", async () => {
    answer = () => ({ body: JSON.stringify(payments(0, 333)) });
    expect(await walk()).toMatchObject({ items: { length: 333 }, calls: 1 });
  });

  test("bar 95: pages without end and pages in a circle are unexpected, empty ones too", async () => {
    const more = (entries: unknown[]) => ({ body: JSON.stringify({ payments: entries, hasNext: true }) });
    answer = () => more([]);
    await expect(walk()).rejects.toMatchObject({ kind: "unexpected" });
    answer = query => more([payment(Number(query.get("pageNumber")) % 2)]);
    await expect(walk()).rejects.toMatchObject({ kind: "unexpected" });
    expect(asked.length).toBeLessThan(6);
    answer = () => more([{ amount: 3, nameless: true }]);
    await expect(walk()).rejects.toMatchObject({ kind: "unexpected" });
  });

  test("000: parts come one after another, each with its place to go on from", async () => {
    answer = (_, path) => ({ body: JSON.stringify({ contributions: [], content: null, path }) });
    const places: (Place | null)[] = [];
    asked.length = 0;
    for await (const page of contributionPages(access("real"))) places.push(page.next);
    expect(places).toEqual([...tiers.slice(1).map((_, index) => ({ part: index + 1, page: 0 })), null]);
    // Tiers are asked for side by side, so they may arrive in any order.
    expect(asked.map(({ path }) => path).sort()).toEqual(
      tiers.map(tier => `/two/api/v1/revshares/me/contributions/${tier}`),
    );
    answer = (_, path) => ({
      body: JSON.stringify(path.endsWith("sponsor-tree") ? { flattenedSponsors: [] } : []),
    });
    asked.length = 0;
    for await (const page of networkPages(access("real"))) expect(page.items).toEqual([]);
    expect(asked.map(({ path }) => path).slice(-tiers.length)).toContain("/one/api/v1/agents/me/down-line/5");
    expect(asked).toHaveLength(21);
    expect(asked[0]?.headers).toMatchObject({ "x-api-key": "a-key" });
  });
});

test.each<[Answer, string]>([
  [{ status: 400, body: '{"com.real.commons.apierror.ApiError":{"status":"UNAUTHORIZED"}}' }, "auth"],
  [{ status: 403, body: '{"message":"Invalid API key"}' }, "auth"],
  [{ status: 403, body: "<html>" }, "permission"],
  [{ status: 404, body: '{"message":"none"}' }, "wrong_address"],
  [{ status: 422, body: '{"message":"no"}' }, "unexpected"],
  [{ status: 429, body: "" }, "rate_limit"],
  [{ status: 502, body: "<html>" }, "unreachable"],
  [{ status: 204, body: "" }, "unexpected"],
  [{ body: "" }, "unexpected"],
  [{ body: "<!doctype html><h1>Sign in</h1>" }, "unexpected"],
  [{ body: '{"com.real.commons.apierror.ApiError":{"status":"NOT_FOUND"}}' }, "wrong_address"],
  [{ body: '{"id":"another"}' }, "unexpected"],
])("000: %j is %s", async (given, kind) => {
  answer = () => given;
  await expect(readAgent(access())).rejects.toMatchObject({ kind, upstream: "rezen" });
});

test("000: an id that would lead elsewhere is nobody's, and nobody is asked", async () => {
  asked.length = 0;
  for (const agentId of ["../me", "a/b", "a?b", "", "x".repeat(65), null])
    await expect(readAgent({ ...access(), agentId })).rejects.toMatchObject({ kind: "wrong_address" });
  expect(asked).toEqual([]);
});

test("bar 95: any JSON at all, and any text, is read or told as unexpected", async () => {
  const given = fc.oneof(
    fc.jsonValue().map(value => JSON.stringify(value)),
    fc.jsonValue().map(value => JSON.stringify({ payments: [value], hasNext: false })),
    fc.string(),
  );
  const seen = { read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(given, async body => {
      answer = () => ({ body });
      try {
        await walk();
        seen.read += 1;
      } catch (thrown) {
        seen.refused += 1;
        expect(thrown).toBeInstanceOf(OutboundError);
        expect(thrown).toMatchObject({ kind: "unexpected", reason: "bad_body" });
      }
    }),
    { numRuns: isFull ? 3_000 : 300 },
  );
  expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(10);
});
