import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, expect, test } from "vitest";
import { Prisma, transaction } from "../db";
import { ReadAhead } from "../flow/read-ahead";
import { isFull } from "../testing/full-form";
import { countAnswer } from "./breaker";
import { flushCalls } from "./call-log";
import { guarded } from "./guarded";
import { outbound } from "./outbound";
import { OutboundError } from "./outbound-error";
import { upstreamSeats } from "./upstreams";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const run = (sql: Prisma.Sql) => transaction("system", tx => tx.$executeRaw(sql));
const rows = <T>(sql: Prisma.Sql) => transaction("system", tx => tx.$queryRaw<T[]>(sql));

// What this process believes of a circuit is half a second old at most; each test has a host, so a circuit, of its own.
async function upstream(handle: RequestListener) {
  const facts = { origin: "", calls: 0, inFlight: 0, most: 0 };
  const server = createServer((request, response) => {
    facts.calls++;
    facts.inFlight++;
    facts.most = Math.max(facts.most, facts.inFlight);
    response.on("close", () => facts.inFlight--);
    handle(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  facts.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return facts;
}

type More = { path?: string; retries?: number; trace?: string; owner?: string; isWatched?: boolean };
const request = (to: { origin: string }, more: More = {}) => ({
  upstream: "feeds" as const,
  ownServer: more.owner ?? "store:1",
  url: `${to.origin}${more.path ?? "/a"}`,
  privateOrigins: [to.origin],
  retry: { retries: more.retries ?? 0, baseMs: 1 },
  accept: "text" as const,
  trace: more.trace,
  isWatched: more.isWatched,
});
const call = (to: { origin: string }, more: More = {}) => outbound(request(to, more));
const circuit = ({ origin }: { origin: string }) => `feeds:store:1:${new URL(origin).host}`;
const reasonsOf = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.flatMap(one =>
    one.status === "rejected" && one.reason instanceof OutboundError ? [one.reason.reason] : [],
  );

beforeEach(async () => {
  await sleep(400);
  await run(Prisma.sql`UPDATE upstream_seat SET until = now(), holder = NULL`);
});

test("bar 89: no more calls are in flight than the upstream's budget, whatever other processes hold; a dead holder's seat comes free", async () => {
  const slow = await upstream((_, response) => void setTimeout(() => response.end("fine"), 100));
  await call(slow);
  await sleep(400);
  // Another process holds ten of sixteen; two of them died, and their time is nearly over.
  await run(
    Prisma.sql`UPDATE upstream_seat SET holder = 'other', until = now() + interval '1 minute' WHERE upstream = 'feeds' AND number <= 8`,
  );
  await run(
    Prisma.sql`UPDATE upstream_seat SET holder = 'dead', until = now() + interval '2 seconds' WHERE upstream = 'feeds' AND number IN (9, 10)`,
  );
  slow.most = 0;
  await Promise.all(Array.from({ length: 30 }, () => call(slow)));
  expect(slow.most).toBe(6);
  await sleep(2_000);
  slow.most = 0;
  await Promise.all(Array.from({ length: 40 }, () => call(slow)));
  expect(slow.most).toBe(8);
});

test("bar 89: people who look into feeds leave seats to jobs, whoever holds the rest", async () => {
  const idle = await upstream((_, response) => void response.end("fine"));
  await run(
    Prisma.sql`UPDATE upstream_seat SET holder = 'previews', until = now() + interval '1 minute' WHERE upstream = 'feeds' AND number <= 10`,
  );
  const watched = outbound({ ...request(idle, { isWatched: true }), signal: AbortSignal.timeout(300) });
  await expect(watched).rejects.toMatchObject({ reason: "cancelled" });
  expect((await call(idle)).body).toBe("fine");
  expect(idle.calls).toBe(1);
});

test("bar 89: a host that does not answer one shop is asked for another", async () => {
  const failing = await upstream((request, response) => {
    response.writeHead(request.url === "/theirs" ? 200 : 503).end("fine");
  });
  for (let time = 0; time < 8; time++) await expect(call(failing)).rejects.toMatchObject({ reason: "http_status" });
  await expect(call(failing)).rejects.toMatchObject({ reason: "breaker_open" });
  expect((await call(failing, { path: "/theirs", owner: "store:2" })).body).toBe("fine");
  await expect(call(failing), "the first is none the wiser").rejects.toMatchObject({ reason: "breaker_open" });
});

test("who stops waiting for a seat is told so as any failed call is, and nobody was called", async () => {
  const idle = await upstream((_, response) => void response.end("fine"));
  await run(
    Prisma.sql`UPDATE upstream_seat SET holder = 'other', until = now() + interval '1 minute' WHERE upstream = 'feeds'`,
  );
  const call = outbound({ ...request(idle), signal: AbortSignal.timeout(200) });
  await expect(call).rejects.toMatchObject({ kind: "unreachable", reason: "cancelled" });
  expect(idle.calls).toBe(0);
});

test("bar 104: a call inside a transaction is refused before anybody is asked, for mail too; what a transaction has started may call when that is over", async () => {
  const idle = await upstream((_, response) => void response.end("fine"));
  const late = Promise.withResolvers<void>();
  const mail = {
    upstream: "smtp",
    circuit: "smtp",
    method: "MAIL",
    address: "smtp://mail.example",
    attempt: 0,
  } as const;
  const numbers = new ReadAhead(
    (async function* () {
      yield (await call(idle)).body;
    })(),
  );
  const { afterwards } = await transaction("system", async tx => {
    await tx.$queryRaw`SELECT 1`;
    await expect(call(idle)).rejects.toThrow("a call to feeds inside a transaction");
    await transaction({ store: 1 }, other => other.$queryRaw`SELECT 1`);
    await expect(call(idle), "the inner one is over, the outer one is not").rejects.toThrow("inside a transaction");
    const sent = guarded({ ...mail, holdMs: 1_000 }, async () => expect.unreachable("nobody is asked"));
    await expect(sent).rejects.toThrow("a call to smtp inside a transaction");
    await expect(numbers.take(), "what is read ahead is not waited for").rejects.toThrow("inside a transaction");
    return { afterwards: late.promise.then(() => call(idle)) };
  });
  expect(idle.calls).toBe(0);
  await transaction("system", async () => numbers.readOn());
  expect(await numbers.take(), "but it is begun there").toBe("fine");
  late.resolve();
  expect((await afterwards).body).toBe("fine");
});

test("bar 89: an outage costs at most two calls a job, then one probe in thirty seconds, over all processes", async () => {
  let isDown = true;
  const failing = await upstream((_, response) => void response.writeHead(isDown ? 503 : 200).end("fine"));
  const jobs = isFull ? 1_000 : 50;
  const outcomes = await Promise.allSettled(Array.from({ length: jobs }, () => call(failing, { retries: 3 })));
  expect(outcomes.filter(one => one.status === "rejected")).toHaveLength(jobs);
  expect(reasonsOf(outcomes)).toContain("breaker_open");
  expect(failing.calls).toBeLessThanOrEqual(2 * jobs);
  expect(failing.most, "calls at once").toBeLessThanOrEqual(upstreamSeats.feeds);
  // What was on its way when the eighth failed, and no more.
  expect(failing.calls).toBeLessThanOrEqual(8 + upstreamSeats.feeds);

  const before = failing.calls;
  const refused = await call(failing).catch((error: OutboundError) => error);
  expect(refused).toMatchObject({ kind: "unreachable", reason: "breaker_open" });
  expect((refused as OutboundError).retryAfterSeconds).toBeLessThanOrEqual(30);
  expect(failing.calls, "nobody was called").toBe(before);

  const due = () => run(Prisma.sql`UPDATE upstream_breaker SET probe_after = now() WHERE name = ${circuit(failing)}`);
  await due();
  await sleep(600);
  expect(reasonsOf(await Promise.allSettled(Array.from({ length: 20 }, () => call(failing)))).length).toBe(20);
  expect(failing.calls, "one of twenty was the probe").toBe(before + 1);

  isDown = false;
  await due();
  await sleep(600);
  await Promise.allSettled(Array.from({ length: 20 }, () => call(failing)));
  await sleep(600);
  expect((await call(failing)).body).toBe("fine");
  expect(
    await rows(Prisma.sql`SELECT failures, opened_at FROM upstream_breaker WHERE name = ${circuit(failing)}`),
  ).toEqual([{ failures: 0, opened_at: null }]);
}, 180_000);

test("bar 89: in the moment when the time is over one goes to see, and all others wait", async () => {
  const failing = await upstream((_, response) => void response.writeHead(503).end());
  await run(Prisma.sql`
    INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at) VALUES (${circuit(failing)}, 8, now(), now() + interval '200 ms', now())`);
  await expect(call(failing)).rejects.toMatchObject({ reason: "breaker_open" });
  // What this process believes is younger than half a second, and over.
  await sleep(250);
  await Promise.allSettled(Array.from({ length: 30 }, () => call(failing)));
  expect(failing.calls).toBe(1);
});

test("bar 89: who gives up waiting, and an address that is refused, say nothing of whether somebody answers", async () => {
  const failing = await upstream((request, response) => {
    if (request.url === "/a") response.writeHead(503).end();
  });
  const failures = async () =>
    (
      await rows<{ failures: number }>(
        Prisma.sql`SELECT failures FROM upstream_breaker WHERE name = ${circuit(failing)}`,
      )
    )[0]?.failures;
  for (let time = 0; time < 3; time++) await expect(call(failing)).rejects.toMatchObject({ kind: "unreachable" });
  const leaving = new AbortController();
  const given = outbound({ ...request(failing, { path: "/hang" }), signal: leaving.signal });
  await sleep(100);
  leaving.abort();
  await expect(given).rejects.toMatchObject({ reason: "cancelled" });
  await expect(outbound({ ...request(failing), privateOrigins: [] })).rejects.toMatchObject({
    reason: "refused_address",
  });
  expect(await failures()).toBe(3);
});

test("bar 89: what another process found out stops this one too; a refusal is no outage, and one host's outage is nobody else's", async () => {
  const told = await upstream((_, response) => void response.end("fine"));
  await run(Prisma.sql`
    INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at) VALUES (${circuit(told)}, 8, now(), now() + interval '20 seconds', now())`);
  await expect(call(told)).rejects.toMatchObject({ reason: "breaker_open" });
  expect(told.calls).toBe(0);

  const refusing = await upstream((_, response) => void response.writeHead(401).end());
  for (let time = 0; time < 12; time++) await expect(call(refusing)).rejects.toMatchObject({ kind: "auth" });
  expect(refusing.calls).toBe(12);
});

test("bar 80: each try is kept with its class and support code, and nothing secret of its address", async () => {
  let count = 0;
  const flaky = await upstream((_, response) => void response.writeHead(++count === 1 ? 503 : 200).end("fine"));
  const path = "/export/Zm9vYmFyYmF6cXV4Zm9vYmFy/feed.csv?shop=demo&access_token=hunter2hunter2#part";
  await call(flaky, { path, retries: 2, trace: "job_77" });
  await flushCalls();
  const kept = await rows<Record<string, unknown>>(
    Prisma.sql`SELECT * FROM upstream_call WHERE trace = 'job_77' ORDER BY id`,
  );
  const address = `${flaky.origin}/export/•••YmFy/feed.csv?shop=•••&access_token=•••ter2`;
  expect(kept).toMatchObject([
    {
      upstream: "feeds",
      method: "GET",
      address,
      status: 503,
      outcome: "unreachable",
      reason: "http_status",
      attempt: 0,
    },
    { upstream: "feeds", method: "GET", address, status: 200, outcome: "ok", reason: null, attempt: 1, bytes: 4n },
  ]);
});

test("bar 89: an answer counts though this process has forgotten what it knew of the circuit", async () => {
  const name = "feeds:store:1:forgotten.example";
  await run(Prisma.sql`INSERT INTO upstream_breaker (name, failures, updated_at) VALUES (${name}, 7, now())`);
  await countAnswer(name);
  expect(await rows(Prisma.sql`SELECT failures FROM upstream_breaker WHERE name = ${name}`)).toEqual([{ failures: 0 }]);
});
