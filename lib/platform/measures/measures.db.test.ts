import { createHash } from "node:crypto";
import { beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { advanceClock } from "../clock";
import { Prisma, statement, type Tx, transaction } from "../db";
import { route } from "../http/route";
import { readMetrics } from "../metrics";
import { SnippetProcess } from "../testing/snippet-process";
import { keepMeasures, purgeMeasures } from "./keep";
import { findSlow, getTargets } from "./queries";
import { record, takeTallies } from "./record";
import type { TargetId } from "./schema";
import { exportTargets, takeVital } from "./service";
import { asChore, noteAnswer } from "./watch";

vi.stubEnv("RATE_LIMIT_SCALE", "1");

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const targetOf = async (id: TargetId) => {
  const { targets } = await getTargets(async () => ({}));
  return targets.find(one => one.id === id);
};
const slow = () => system(tx => findSlow(tx, { minutes: 60, atLeast: 20 }));
const kept = () =>
  system(
    tx => tx.$queryRaw<{ name: string; count: number; slowestMs: number }[]>`
      SELECT name, sum(count)::int AS count, max(slowest_ms) AS "slowestMs" FROM measure_window WHERE measure <> 'query' GROUP BY name ORDER BY name`,
  );
const times = (count: number, ms: number) => {
  for (let at = 0; at < count; at++) record("api", "GET /api/test", ms);
};

beforeEach(async () => {
  await system(tx => tx.$executeRaw`DELETE FROM measure_window`);
  takeTallies();
});

test("what two processes count adds up, what one of them has kept outlives it, and what can not be kept waits", async () => {
  const other = new SnippetProcess(`
    const [{ record }, { keepMeasures }] = await Promise.all([load("lib/platform/measures/record.ts"), load("lib/platform/measures/keep.ts")]);
    for (let at = 0; at < 30; at++) record("api", "GET /api/test", 90);
    await keepMeasures();
    record("api", "GET /api/test", 5000);
    console.log("kept"); setInterval(() => {}, 1000);`);
  times(10, 90);
  times(1, 1200);
  await other.says("kept");
  await Promise.all([other.kill(), keepMeasures()]);
  expect(await kept()).toEqual([{ name: "GET /api/test", count: 41, slowestMs: 1200 }]);
  record("api", "GET\0", 3e9);
  await keepMeasures();
  expect(takeTallies()).toMatchObject([{ name: "others", slowestMs: 3e9 }]);
});

test("a slow statement makes its target red, by its kind alone, and once none is slow any more it is green", async () => {
  const asked = "a secret word";
  await Promise.all(Array.from({ length: 18 }, () => statement(Prisma.sql`SELECT ${asked}::text FROM app_clock`)));
  const slowly = Prisma.sql`SELECT id, pg_sleep(0.55)::text, ${asked}::text FROM alert_rule LIMIT 1`;
  await Promise.all([...Array.from({ length: 3 }, () => statement(slowly)), system(tx => tx.$queryRaw(slowly))]);
  await keepMeasures();
  expect(await slow()).toMatchObject([{ subject: "query", detail: { target: 500, slowest: "select alert_rule" } }]);
  expect(await targetOf("query_time")).toMatchObject({ state: "missed", slowest: { name: "select alert_rule" } });
  expect(JSON.stringify(await system(tx => tx.measureWindow.findMany()))).not.toContain("secret");
  await advanceClock(3 * 3600);
  await Promise.all(Array.from({ length: 20 }, () => statement(Prisma.sql`SELECT ${asked}::text FROM app_clock`)));
  await keepMeasures();
  expect([await targetOf("query_time"), await slow()]).toMatchObject([{ state: "met" }, []]);
});

test("answers are counted by their route, never by what stands in it; few say nothing, and 95 of 100 must be in time", async () => {
  let waitMs = 0;
  const handler = route({
    auth: "public",
    summary: "",
    answers: { data: z.null() },
    handle: () => new Promise<null>(resolve => setTimeout(() => resolve(null), waitMs)),
  });
  const call = () =>
    handler(new Request("http://127.0.0.1/api/customers/4711?q=private"), { params: Promise.resolve({ id: "4711" }) });
  await call();
  waitMs = 60;
  await call();
  await keepMeasures();
  expect(await kept()).toMatchObject([{ name: "GET /api/customers/[id]", count: 2 }]);
  expect((await kept())[0]?.slowestMs).toBeGreaterThanOrEqual(59);
  expect(await targetOf("api_time")).toMatchObject({ state: "few", samples: 2 });
  times(93, 100);
  times(5, 2500);
  await keepMeasures();
  expect(await targetOf("api_time")).toMatchObject({ state: "met", samples: 100, limit: 2, median: 0.107 });
  times(1, 2500);
  await keepMeasures();
  expect(await targetOf("api_time")).toMatchObject({ state: "missed", samples: 101, slowest: { seconds: 2.5 } });
  expect(await slow()).toMatchObject([{ subject: "api", detail: { samples: 101 } }]);
});

test("browsers are heard without being known: a cap for each address, a longest time, and no address anywhere", async () => {
  const report = { page: "/login", metric: "LCP", value: 80_000_000 } as const;
  const tell = async (address: string) => {
    const taken = await Promise.all(Array.from({ length: 25 }, () => takeVital(report, address)));
    return taken.filter(({ counts }) => counts).length;
  };
  expect(await tell("203.0.113.77")).toBe(20);
  expect(await takeVital({ ...report, value: 900 }, "203.0.113.78")).toEqual({ counts: true });
  await keepMeasures();
  expect(await kept()).toEqual([{ name: "/login", count: 21, slowestMs: 60_000 }]);
  const rows = await system(async tx => [await tx.measureWindow.findMany(), await tx.rateBucket.findMany()]);
  expect(JSON.stringify(rows)).not.toContain("203.0.113");
  expect([await tell("2001:db8::1"), await tell("2001:db8::2")], "one network").toEqual([20, 0]);
  const hours: number[] = [];
  for (let hour = 0; hour < 3; hour++) {
    await advanceClock(3600);
    hours.push(await tell("203.0.113.77"));
  }
  expect(hours, "sixty in a day, of which what was refused takes none").toEqual([20, 20, 0]);
});

test("what nobody waits for is not counted; and whoever watches us gets the rest where the targets cannot be read", async () => {
  const text = Prisma.sql`SELECT id FROM alert_rule`;
  await asChore(() => Promise.all([statement(text), system(tx => tx.$queryRaw(text))]));
  for (const path of ["/api/health", "/api/metrics", "/api/v1/vitals"])
    await noteAnswer({ method: "GET", url: `http://127.0.0.1${path}` }, undefined, performance.now());
  expect(takeTallies()).toEqual([]);
  await Promise.all([statement(text), system(tx => tx.$queryRaw(text))]);
  expect(takeTallies().reduce((sum, { count }) => sum + count, 0)).toBe(2);
  const told = await readMetrics(() => Promise.reject(new Error("too late")));
  expect(told).toContain("gangway_alerts_open");
  expect(told).not.toContain("gangway_target_");
});

test("what is older than thirty days goes", async () => {
  times(1, 5);
  await keepMeasures();
  expect(await system(purgeMeasures)).toBe(0);
  await advanceClock(31 * 86_400);
  expect(await system(purgeMeasures)).toBeGreaterThan(0);
  expect(await kept()).toEqual([]);
});

test("the evidence can be held against the audit trail: its figures' hash is in the entry that it names", async () => {
  times(30, 100);
  await keepMeasures();
  const { lines } = await exportTargets(async () => ({}), 7, "192.0.2.1");
  const all: (readonly string[])[] = [];
  for await (const line of lines) all.push(line);
  const said = (name: string) => all.find(([first]) => first === name)?.[1];
  const entry = await system(tx => tx.auditEntry.findUniqueOrThrow({ where: { id: Number(said("audit_entry")) } }));
  expect(entry).toMatchObject({ action: "admin.targets_exported", actorId: "7", hash: said("audit_hash") });
  const figures = all.slice(0, -3);
  expect(figures).toContainEqual(expect.arrayContaining(["api_time", "< 2", "met", "30"]));
  const digest = createHash("sha256")
    .update(figures.map(line => `${JSON.stringify(line)}\n`).join(""))
    .digest("hex");
  expect([entry.detail, said("figures_sha256")]).toEqual([{ sha256: digest }, digest]);
});
