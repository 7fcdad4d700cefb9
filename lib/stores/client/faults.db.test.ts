import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { flushCalls } from "@/lib/platform/outbound/call-log";
import type { OutboundKind } from "@/lib/platform/outbound/outbound-error";
import { withTrace } from "@/lib/platform/outbound/trace";
import type { Fault } from "@/lib/platform/sandbox/faults";
import { isFull } from "@/lib/platform/testing/full-form";
import { startSandbox } from "../../sandbox";
import { downloadFeed } from "./feed/download";
import { feedLimits } from "./feed/limits";
import { fetchShipmentPage } from "./letzshop";
import type { LetzshopAccess } from "./letzshop-call";

const since = new Date(Date.now() - 90 * 86_400_000);
const servers: Server[] = [];
let sandbox: Awaited<ReturnType<typeof startSandbox>>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, latencyMs: 0, shipments: 150 });
});
afterAll(async () => {
  await sandbox.close();
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
});
// One good answer, or the outages of one test would open the circuit for the next.
afterEach(async () => {
  await fetch(`${sandbox.url}/_faults`, { method: "DELETE" });
  await askLetzshop();
  await askFeeds();
  await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
});

const fault = (rule: { upstream: string; fault: Fault; times?: number }) =>
  fetch(`${sandbox.url}/_faults`, { method: "PUT", body: JSON.stringify(rule) });

type Call = { at: string; method: string; fault: Fault | null };
const calls = async (upstream: string): Promise<Call[]> =>
  (await (await fetch(`${sandbox.url}/_calls?upstream=${upstream}`)).json()) as Call[];

const waits = async (upstream: string) => {
  const at = (await calls(upstream)).map(call => Date.parse(call.at));
  return at.slice(1).map((time, index) => time - (at[index] ?? 0));
};

function askLetzshop(change: Partial<LetzshopAccess> = {}, signal?: AbortSignal) {
  const url = `${sandbox.url}/letzshop/graphql`;
  const retry = { baseMs: 20, maxWaitMs: 1_500 };
  const access = { apiKey: "ls_sandbox_key", url, privateOrigins: [sandbox.url], retry, ...change };
  return fetchShipmentPage({ ...access, state: "confirmed", after: null, since }, signal);
}

async function askFeeds(): Promise<void> {
  const url = `${sandbox.url}/feeds/fr.csv?rows=300`;
  const { remove } = await downloadFeed({ url, storeId: 1, privateOrigins: [sandbox.url] });
  await remove();
}

/** Which failure a fault is, if it is one, and how often it is asked until then. */
type Wanted = [fault: Fault, kind: OutboundKind | "no failure", tries: number];

const ofBoth: Wanted[] = [
  ["401", "auth", 1],
  ["403", "permission", 1],
  ["404", "wrong_address", 1],
  ["429", "rate_limit", 4],
  ["500", "unreachable", 4],
  ["503", "unreachable", 4],
  ["slow", "no failure", 1],
  ["reset", "unreachable", 4],
  ["cut", "unreachable", 4],
  ["huge", "unexpected", 1],
  ["empty", "no failure", 1],
  ["duplicates", "no failure", 1],
  ["moved_total", "no failure", 1],
  ["drift", "no failure", 1],
];
const ofLetzshop: Wanted[] = [
  ...ofBoth,
  ["html", "unexpected", 1],
  ["malformed", "unexpected", 1],
  ["endless", "no failure", 1],
];
// What a feed says is read after it has come, and an endless one ends at its cap.
const ofFeeds: Wanted[] = [
  ...ofBoth,
  ["html", "no failure", 1],
  ["malformed", "no failure", 1],
  ["endless", "unexpected", 1],
];

/** The kind of a failure, or "no failure"; anything that is not a failed call is thrown. */
const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no failure",
    (thrown: { kind?: string }) => thrown.kind ?? Promise.reject(thrown),
  );

describe.each([
  ["letzshop", ofLetzshop, () => askLetzshop()],
  ["feeds", ofFeeds, () => askFeeds()],
] as const)("%s", (upstream, faults, ask) => {
  test.each(faults)("bar 88: fault %s is %s after %i tries", async (name, kind, tries) => {
    await fault({ upstream, fault: name });
    const trace = `job_${upstream}_${name}`;
    expect(await kindOf(withTrace<Promise<unknown>>(trace, ask))).toBe(kind);
    const made = await calls(upstream);
    expect(made.map(call => call.fault)).toEqual(Array(tries).fill(name));
    // The support code that a person is shown finds each try.
    await flushCalls();
    const noted = await transaction("system", tx =>
      tx.upstreamCall.findMany({ where: { trace }, orderBy: { id: "asc" } }),
    );
    const outcome = kind === "no failure" ? "ok" : kind;
    expect(noted.map(row => [row.upstream, row.outcome, row.attempt])).toEqual(
      made.map((_, attempt) => [upstream, outcome, attempt]),
    );
  });
});

test("bar 88: who asks us to wait is not asked before, and one who asks for too much is not waited for here", async () => {
  await fault({ upstream: "letzshop", fault: "429", times: 2 });
  await askLetzshop();
  const waited = await waits("letzshop");
  expect(waited).toHaveLength(2);
  // The sandbox says one second.
  for (const wait of waited) expect(wait).toBeGreaterThanOrEqual(990);
  await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
  await fault({ upstream: "letzshop", fault: "429" });
  const impatient = askLetzshop({ retry: { baseMs: 1, maxWaitMs: 900 } });
  await expect(impatient).rejects.toMatchObject({ kind: "rate_limit", retryAfterSeconds: 1, retryable: true });
  expect(await calls("letzshop")).toHaveLength(1);
});

test("bar 88: tries are apart by chance, further each time, and never by the same", async () => {
  const seen: number[][] = [];
  for (let round = 0; round < 12; round++) {
    await fault({ upstream: "letzshop", fault: "503", times: 3 });
    await askLetzshop({ retry: { baseMs: 100 } });
    seen.push(await waits("letzshop"));
    await fetch(`${sandbox.url}/_faults`, { method: "DELETE" });
    await fetch(`${sandbox.url}/_calls`, { method: "DELETE" });
  }
  const thirds = seen.map(round => round[2] ?? 0);
  expect(Math.max(...thirds) - Math.min(...thirds), "from 0 to 400 ms").toBeGreaterThan(100);
  const firsts = seen.map(round => round[0] ?? 0).sort((one, other) => one - other);
  expect(firsts[firsts.length / 2], "from 0 to 100 ms, the median").toBeLessThan(250);
});

test("bar 88: whoever keeps us waiting twice is left alone", async () => {
  await fault({ upstream: "letzshop", fault: "hang" });
  await expect(askLetzshop({ headersMs: 200 })).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
  expect(await calls("letzshop")).toHaveLength(2);
});

test("bar 88: a feed may take sixty seconds in all", () => {
  expect(feedLimits.totalMs).toBe(60_000);
});

/** Takes every call and says a byte a second, or nothing. */
async function openSlowServer(headers: boolean): Promise<{ url: string; calls: () => number }> {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    if (!headers) return;
    const timer = setInterval(() => response.write("a"), 1_000);
    response.on("close", () => clearInterval(timer));
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => count };
}

/** Seconds until a call fails as one that took too long, for each try. */
async function secondsEach(work: Promise<unknown>, calls: () => number): Promise<number> {
  const started = performance.now();
  await expect(work).rejects.toMatchObject({ kind: "unreachable", reason: "timeout" });
  return (performance.now() - started) / 1000 / calls();
}

if (isFull)
  test("bar 88: an answer begins within 10 s, ends within 30 s, and a feed within 60 s", async () => {
    const [mute, drip, feed] = await Promise.all([openSlowServer(false), openSlowServer(true), openSlowServer(true)]);
    const letzshop = ({ url }: { url: string }) => askLetzshop({ url, privateOrigins: [url], retry: { baseMs: 1 } });
    const source = { url: `${feed.url}/fr.csv`, storeId: 1, privateOrigins: [feed.url] };
    const [begun, ended, fed] = await Promise.all([
      secondsEach(letzshop(mute), mute.calls),
      secondsEach(letzshop(drip), drip.calls),
      secondsEach(downloadFeed(source), feed.calls),
    ]);
    expect([mute.calls(), drip.calls(), feed.calls()]).toEqual([2, 2, 2]);
    for (const [seconds, limit] of [
      [begun, 10],
      [ended, 30],
      [fed, 60],
    ] as const) {
      expect(seconds).toBeGreaterThan(limit - 1);
      expect(seconds).toBeLessThan(limit + 2);
    }
  }, 180_000);
