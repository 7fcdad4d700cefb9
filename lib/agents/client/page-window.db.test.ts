import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { dealPages } from "./deals";
import { tiers } from "./entities";
import { networkPages } from "./network";
import { pagesAtOnce } from "./page-window";
import { pageSize } from "./pages";
import { contributionPages, paymentPages } from "./revshare";

type Call = { path: string; page: number };
const asked: Call[] = [];
let [inFlight, most, cut, serial] = [0, 0, 0, 0];
let retryAfter: string | undefined;
let answer: (call: Call) => Promise<object | number>;

function send(response: ServerResponse, body: object | number): void {
  const [status, text] = typeof body === "number" ? [body, ""] : [200, JSON.stringify(body)];
  const wait = status === 429 && retryAfter ? { "retry-after": retryAfter } : {};
  response.writeHead(status, { "content-type": "application/json", ...wait }).end(text);
}
const server = createServer((request, response) => {
  const { pathname: path, searchParams } = new URL(request.url ?? "/", "http://rezen");
  // What a test before this one has left in flight is none of its calls.
  if (!path.includes(`agent-${serial}`)) return void send(response, 404);
  const own = serial;
  const call = { path, page: Number(searchParams.get("pageNumber")) };
  asked.push(call);
  inFlight += 1;
  most = Math.max(most, inFlight);
  response.on("close", () => {
    if (own !== serial) return;
    inFlight -= 1;
    if (!response.writableEnded) cut += 1;
  });
  void answer(call).then(body => send(response, body));
});
await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
  [inFlight, most, cut] = [0, 0, 0];
  serial += 1;
  vi.spyOn(Math, "random").mockReturnValue(0); // no pause between tries
});

const access = (profile: "simple" | "real" = "simple") => ({
  retry: { retries: 2 },
  ...{ apiKey: "a-key", agentId: `agent-${serial}`, profile, url: `${url}/one`, dealsUrl: `${url}/two` },
  privateOrigins: [url],
});
const entries = (page: number, all: number) =>
  Array.from({ length: Math.max(0, Math.min(pageSize, all - page * pageSize)) }, (_, index) => ({
    ...{ id: `p${page * pageSize + index}`, amount: 1 },
  }));
/** A list of so many, told in one of the ways in which reZEN tells where a list ends. */
const listOf = (all: number, { page }: Call, tells: "total" | "more" | "nothing") => {
  const payments = entries(page, all);
  const hasNext = (page + 1) * pageSize < all;
  return tells === "nothing" ? payments : { payments, hasNext, ...(tells === "total" ? { totalCount: all } : {}) };
};

/** Answers when so many calls wait, the last one first, and a moment later, so that one too many would be seen. */
function together(body: (call: Call) => object, wanted: () => number): (call: Call) => Promise<object> {
  let waiting: (() => void)[] = [];
  return call =>
    new Promise(resolve => {
      waiting.push(() => resolve(body(call)));
      if (waiting.length < wanted()) return;
      setTimeout(() => {
        const all = waiting.reverse();
        waiting = [];
        for (const go of all) go();
      }, 25);
    });
}

async function walk(signal?: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for await (const { items } of paymentPages(access(), signal)) ids.push(...items.map(({ id }) => id));
  return ids;
}
const inOrder = (all: number) => Array.from({ length: all }, (_, index) => `p${index}`);
const pagesAsked = () => asked.map(({ page }) => page).sort((one, other) => one - other);

test("A19: pages come in their order whichever is answered first, six in flight and never more, each asked for once", async () => {
  const all = 12 * pageSize - 1;
  const wanted = () => (asked.length === 1 ? 1 : Math.min(pagesAtOnce, 12 - (asked.length - inFlight)));
  answer = together(call => listOf(all, call, "total"), wanted);
  expect(await walk()).toEqual(inOrder(all));
  expect(most).toBe(pagesAtOnce);
  expect(pagesAsked(), "nothing behind the end that the total tells").toEqual([...Array(12).keys()]);
});

test.each(["more", "nothing"] as const)(
  "A19: where a list tells %s of its end, a few pages behind it may be asked for, and count for nothing",
  async tells => {
    const pages = 14;
    answer = async call => listOf(pages * pageSize - 1, call, tells);
    expect(await walk()).toEqual(inOrder(pages * pageSize - 1));
    expect(pagesAsked().slice(0, pages)).toEqual([...Array(pages).keys()]);
    expect(asked.length).toBeLessThan(pages + pagesAtOnce);
  },
);

test.each(["more", "nothing"] as const)(
  "A19: at the end of a short list that tells %s of it nobody guesses",
  async tells => {
    answer = async call => listOf(2 * pageSize - 1, call, tells);
    expect(await walk()).toHaveLength(2 * pageSize - 1);
    expect(pagesAsked()).toEqual([0, 1]);
  },
);

const outages = () =>
  transaction(
    "system",
    tx => tx.$queryRaw`SELECT failures FROM upstream_breaker WHERE name = 'rezen' AND failures > 0`,
  );

test("bar 69: a page that fails before its turn is asked for again when it is due, and is no outage; one that fails then ends the list in its order", async () => {
  const all = 9 * pageSize;
  const failed = new Set<number>();
  answer = async call => {
    if (call.page < 3 || call.page > 5 || failed.has(call.page)) return listOf(all, call, "total");
    failed.add(call.page);
    return 503;
  };
  expect(await walk()).toEqual(inOrder(all));
  expect(failed.size).toBeGreaterThan(0);
  expect(await outages()).toEqual([]);
  answer = async call => (call.page < 3 ? listOf(all, call, "total") : 503);
  await expect(walk()).rejects.toMatchObject({ kind: "unreachable" });
  expect(await outages(), "those of the page that was due").toEqual([{ failures: 3 }]);
  const ids: string[] = [];
  answer = async call => (call.page === 4 ? 404 : listOf(all, call, "total"));
  const reading = (async () => {
    for await (const { items } of paymentPages(access())) ids.push(...items.map(({ id }) => id));
  })();
  await expect(reading).rejects.toMatchObject({ kind: "wrong_address" });
  expect(ids).toEqual(inOrder(4 * pageSize));
});

test("bar 69: what was answered behind a page that failed before its turn is asked for again with it: an entry may have moved in between", async () => {
  const ids = inOrder(5 * pageSize);
  const answered = new Set<number>();
  answer = async ({ page }) => {
    if (page === 2 && !answered.has(2)) {
      await vi.waitUntil(() => answered.has(3) && answered.has(4), { interval: 2 });
      answered.add(2);
      [ids[2 * pageSize], ids[3 * pageSize]] = [ids[3 * pageSize] ?? "", ids[2 * pageSize] ?? ""];
      return 503;
    }
    answered.add(page);
    const payments = ids.slice(page * pageSize, (page + 1) * pageSize).map(id => ({ id, amount: 1 }));
    return { payments, hasNext: page < 4, totalCount: ids.length };
  };
  expect((await walk()).sort()).toEqual(ids.toSorted());
});

test("bar 69: a page that was refused before its turn is asked for again when reZEN has said, and a long time is the queue's to wait for", async () => {
  const at: number[] = [];
  const isRefused = ({ page }: Call) => page === 2 && at.push(performance.now()) === 1;
  const all = 4 * pageSize;
  answer = async call => (isRefused(call) ? 429 : listOf(all, call, "total"));
  retryAfter = "1";
  expect(await walk()).toEqual(inOrder(all));
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(1000);
  at.length = 0;
  retryAfter = "31";
  await expect(walk()).rejects.toMatchObject({ kind: "rate_limit", retryAfterSeconds: 31 });
  expect(at).toHaveLength(1);
  at.length = 0;
  retryAfter = "30";
  const stop = new AbortController();
  const reading = walk(stop.signal);
  await vi.waitUntil(() => at.length === 1 && inFlight === 0);
  setTimeout(() => stop.abort(), 50);
  await expect(reading).rejects.toMatchObject({ reason: "cancelled" });
  expect(at).toHaveLength(1);
});

test("A19: a guess behind the end of one part that fails holds up no other part", async () => {
  let [hasFailed, isHeldUp] = [false, false];
  answer = async ({ path, page }) => {
    const pages = path.endsWith("/1") ? 5 : path.endsWith("/2") ? 6 : 0;
    if (pages === 5 && page === 5) {
      hasFailed = true;
      return 503;
    }
    if (pages === 5 && page === 4) await vi.waitUntil(() => hasFailed, { interval: 2 });
    if (pages === 6 && page === 1)
      await vi
        .waitUntil(() => asked.some(one => one.path === path && one.page === 2), { interval: 2 })
        .catch(() => {
          isHeldUp = true;
        });
    await pause(20);
    const found = entries(page, pages * pageSize).map(({ id, amount }) => ({
      ...{ id: `${path} ${id}`, amount, agentYentaId: "a", transactionId: "t" },
    }));
    return { contributions: found, hasNext: page + 1 < pages, ...(pages === 6 ? { totalCount: 6 * pageSize } : {}) };
  };
  let count = 0;
  for await (const { items } of contributionPages(access("real"))) count += items.length;
  expect([count, isHeldUp]).toEqual([11 * pageSize, false]);
});

test("A19: an aborted signal ends all that is in flight", async () => {
  const stop = new AbortController();
  answer = call => (call.page === 0 ? Promise.resolve(listOf(9 * pageSize, call, "total")) : new Promise(() => {}));
  const reading = walk(stop.signal);
  await vi.waitUntil(() => inFlight === pagesAtOnce);
  stop.abort();
  await expect(reading).rejects.toMatchObject({ reason: "cancelled" });
  await vi.waitUntil(() => inFlight === 0);
  expect([cut, asked.length]).toEqual([pagesAtOnce, 1 + pagesAtOnce]);
});

test("A19: tiers of one status are asked for side by side; a life-cycle group, into which a deal may move, only after the one before it", async () => {
  const nobody = () => ({ downLineAgents: [], flattenedSponsors: [], hasNext: false, totalCount: 0 });
  // After the sponsors each status has five tiers, which are as many as there is room for.
  const wanted = () => (asked.length === 1 ? 1 : tiers.length);
  answer = together(nobody, wanted);
  for await (const page of networkPages(access("real"))) expect(page.items).toEqual([]);
  expect([most, asked.length]).toEqual([tiers.length, 21]);
  asked.length = most = 0;
  answer = () => pause(15).then(() => ({ content: [], hasNext: false, totalCount: 0 }));
  for await (const page of dealPages({ ...access("real"), of: "transaction" })) expect(page.items).toEqual([]);
  expect(asked.map(({ path }) => path.split("/").at(-1))).toEqual(["OPEN", "CLOSED", "TERMINATED"]);
  expect(most).toBe(1);
});

test("A19: what is held up in one tier leaves the next pages of another what is left of the six", async () => {
  const all = 6 * pageSize;
  const held: (() => void)[] = [];
  answer = call => {
    if (!call.path.endsWith("/1"))
      return new Promise(resolve => held.push(() => resolve({ contributions: [], hasNext: false })));
    if (call.page === 5) for (const go of held.splice(0)) go();
    const contributions = entries(call.page, all).map(entry => ({ ...entry, agentYentaId: "a", transactionId: "t" }));
    return pause(10).then(() => ({ contributions, hasNext: call.page < 5, totalCount: all }));
  };
  const found: number[] = [];
  for await (const { items } of contributionPages(access("real"))) {
    found.push(items.length);
    if (found.length >= 6) for (const go of held.splice(0)) go();
    if (found.length >= 6) answer = async () => ({ contributions: [], hasNext: false });
  }
  expect(found).toEqual([...Array(6).fill(pageSize), 0, 0, 0, 0]);
  expect(most).toBe(pagesAtOnce);
});

test("A19: small pages that have come already are taken as one, as many as a page was asked to hold; all entries in their order", async () => {
  const [size, pages] = [100, 9];
  answer = async ({ page }) => {
    const payments = inOrder(size * pages)
      .slice(page * size, (page + 1) * size)
      .map(id => ({ id, amount: 1 }));
    return { payments, hasNext: page + 1 < pages, totalCount: size * pages };
  };
  const [counts, ids]: [number[], string[]] = [[], []];
  for await (const { items } of paymentPages(access())) {
    counts.push(items.length);
    ids.push(...items.map(({ id }) => id));
    // Whoever writes slowly finds what came meanwhile.
    const due = ids.length === size ? 1 : Math.min(pages, ids.length / size + pagesAtOnce - 1);
    await vi.waitUntil(() => inFlight === 0 && asked.length >= due, { interval: 2 });
    await pause(20);
  }
  expect(ids).toEqual(inOrder(size * pages));
  expect(Math.max(...counts)).toBe(pageSize);
  expect(counts.length).toBeLessThan(pages);
});

test("A19: where pages do not tell how many there are, the counts by group are asked for once, and what they tell is asked for at once", async () => {
  const groups: Record<string, number> = { OPEN: 8, CLOSED: 1, TERMINATED: 7 };
  let counts: object | number = { open: 8 * pageSize - 1, closed: 1, terminated: 7 * pageSize - 1 };
  const isTold = Promise.withResolvers<void>();
  answer = async ({ path, page }) => {
    const group = path.split("/").at(-1) ?? "";
    await pause(20);
    if (group === "lifecycle-group-counts") {
      isTold.resolve();
      return counts;
    }
    // The hint comes before the second page, and its six are in flight together, however busy the machine is.
    if (group === "OPEN" && page === 1) await isTold.promise.then(() => pause(50));
    if (group === "OPEN" && page > 1 && counts !== 503)
      await vi.waitUntil(() => most === pagesAtOnce, { timeout: 30_000 });
    return entries(page, (groups[group] ?? 0) * pageSize - 1).map(({ id }) => ({ id: `${group} ${id}` }));
  };
  const walkDeals = async () => {
    let found = 0;
    for await (const { items } of dealPages({ ...access("real"), of: "transaction" })) found += items.length;
    return found;
  };
  expect(await walkDeals()).toBe(16 * pageSize - 3);
  expect([asked.filter(({ path }) => path.endsWith("counts")).length, most]).toEqual([1, pagesAtOnce]);
  expect(asked, "nothing behind an end that was told").toHaveLength(17);
  counts = 503;
  expect(await walkDeals(), "a hint that fails is nobody's failure").toBe(16 * pageSize - 3);
  expect(await outages()).toEqual([]);
});
