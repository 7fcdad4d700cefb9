import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { flushCalls } from "@/lib/platform/outbound/call-log";
import type { OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { withTrace } from "@/lib/platform/outbound/trace";
import type { Fault } from "@/lib/platform/sandbox/faults";
import { isFull } from "@/lib/platform/testing/full-form";
import { startSandbox } from "../../sandbox";
import { dealPages } from "./deals";
import type { FoundDeal, Page } from "./entities";
import type { RezenAccess } from "./rezen-call";

type Profile = "simple" | "real";
const profiles: Profile[] = ["simple", "real"];
const agentId = "11111111-1111-4111-8111-111111111160";
const count = 410;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, latencyMs: 0, rezen: { transactions: count } });
});
afterAll(() => sandbox.close());
// One good answer, or the outages of one test would open the circuit for the next.
afterEach(async () => {
  await fetch(`${sandbox.url}/_faults`, { method: "DELETE" });
  await askOnce("simple");
  await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
});

const fault = (rule: { fault: Fault; operation?: string; times?: number; after?: number }) =>
  fetch(`${sandbox.url}/_faults`, { method: "PUT", body: JSON.stringify({ upstream: "rezen", ...rule }) });

type Call = { at: string; fault: Fault | null; path: string };
const calls = async () => (await (await fetch(`${sandbox.url}/_calls?upstream=rezen`)).json()) as Call[];

const pagesOf = (profile: Profile, change: Partial<RezenAccess> = {}): AsyncGenerator<Page<FoundDeal>, void> =>
  dealPages({
    ...{
      apiKey: "real_sandbox_key",
      agentId,
      profile,
      url: `${sandbox.url}/rezen`,
      dealsUrl: `${sandbox.url}/rezen/deals`,
    },
    ...{ privateOrigins: [sandbox.url], retry: { baseMs: 20, maxWaitMs: 1_500 }, ...change, of: "transaction" },
  });

/** The first page, which is one call. */
const askOnce = (profile: Profile, change: Partial<RezenAccess> = {}) => pagesOf(profile, change).next();

async function walk(profile: Profile): Promise<Page<FoundDeal>[]> {
  const found: Page<FoundDeal>[] = [];
  for await (const page of pagesOf(profile)) found.push(page);
  return found;
}

/** Which failure a fault is, if it is one, and how often it is asked until then. */
type Wanted = [fault: Fault, kind: OutboundKind | "no failure", tries: number];

// Each 429 is waited for, a second each time: that both profiles do it is proven by the long form.
const ofProfile = (profile: Profile) => faults.filter(([name]) => isFull || profile === "simple" || name !== "429");
const faults: Wanted[] = [
  ["401", "auth", 1],
  ["403", "permission", 1],
  ["404", "wrong_address", 1],
  ["429", "rate_limit", 4],
  ["500", "unreachable", 4],
  ["503", "unreachable", 4],
  ["reset", "unreachable", 4],
  ["cut", "unreachable", 4],
  ["huge", "unexpected", 1],
  ["html", "unexpected", 1],
  ["malformed", "unexpected", 1],
  ["empty", "no failure", 1],
  ["duplicates", "no failure", 1],
  ["endless", "no failure", 1],
  ["moved_total", "no failure", 1],
  ["drift", "no failure", 1],
];

const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no failure",
    (thrown: { kind?: string }) => thrown.kind ?? Promise.reject(thrown),
  );

describe.each(profiles)("reZEN by the paths of profile %s", profile => {
  test.each(ofProfile(profile))("bar 88: fault %s is %s after %i tries", async (name, kind, tries) => {
    await fault({ fault: name, operation: "transactions" });
    const trace = `job_${profile}_${name}`;
    expect(await kindOf(withTrace<Promise<unknown>>(trace, () => askOnce(profile)))).toBe(kind);
    expect((await calls()).map(call => call.fault)).toEqual(Array(tries).fill(name));
    // The support code that a person is shown finds each try.
    await flushCalls();
    const noted = await transaction("system", tx =>
      tx.upstreamCall.findMany({ where: { trace }, orderBy: { id: "asc" } }),
    );
    const outcome = kind === "no failure" ? "ok" : kind;
    expect(noted.map(row => [row.upstream, row.outcome, row.attempt])).toEqual(
      Array.from({ length: tries }, (_, attempt) => ["rezen", outcome, attempt]),
    );
  });

  test("bar 95: pages for ever end as unexpected, on the third that brings nothing new", async () => {
    await fault({ fault: "endless", operation: "transactions" });
    await expect(walk(profile)).rejects.toMatchObject({ kind: "unexpected" });
    expect(await calls()).toHaveLength(3);
  });

  test("bar 95: entries that come twice cost nothing and lose nothing", async () => {
    await fault({ fault: "duplicates", operation: "transactions" });
    const items = (await walk(profile)).flatMap(page => page.items);
    expect(items.length).toBeGreaterThan(count);
    expect(new Set(items.map(({ deal }) => deal.id)).size).toBe(count);
  });

  test("bar 95: a total that moves ends nothing early, and nothing at all is nothing", async () => {
    await fault({ fault: "moved_total", operation: "transactions" });
    expect((await walk(profile)).flatMap(page => page.items)).toHaveLength(count);
    await fetch(`${sandbox.url}/_faults`, { method: "DELETE" });
    await fault({ fault: "empty", operation: "transactions" });
    expect((await walk(profile)).flatMap(page => page.items)).toEqual([]);
  });

  test("bar 95: after a careless release entries are read, or named with the field that cannot be", async () => {
    await fault({ fault: "drift", operation: "transactions" });
    const pages = await walk(profile);
    const [items, unreadable] = [pages.flatMap(page => page.items), pages.flatMap(page => page.unreadable)];
    expect(items.length + unreadable.length).toBe(count);
    expect(unreadable.length).toBeGreaterThan(count / 10);
    expect(new Set(unreadable.map(({ field }) => field))).toEqual(new Set(["transactions", "id"]));
    const drift = new Set(pages.flatMap(page => page.drift));
    expect([...drift].sort()).toEqual([
      "transactions.createdAt: no date",
      "transactions.firmDate: no date",
      "transactions.isFeatured",
      "transactions.joinDate",
      "transactions.participants: no list of objects",
    ]);
  });
});

test("bar 88: who asks us to wait is not asked before", async () => {
  await fault({ fault: "429", times: 1 });
  await askOnce("simple");
  const [first, second] = (await calls()).map(call => Date.parse(call.at));
  // The sandbox says one second.
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(990);
});

test("bar 88: whoever keeps us waiting twice is left alone", async () => {
  await fault({ fault: "hang" });
  await expect(askOnce("real", { headersMs: 200 })).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
  expect(await calls()).toHaveLength(2);
});
