import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Tx } from "./db";
import { env } from "./env";
import type { Budget, Spent } from "./rate-limit";
import { withConnection } from "./testing/database";
import { OwnRedis } from "./testing/own-redis";
import { SnippetProcess } from "./testing/snippet-process";

const budget = (key: string, limit = 2, windowSeconds = 600): Budget => ({ key, limit, windowSeconds });
const receiptsOf = (spent: Spent) => (spent.ok ? spent.receipts : expect.unreachable("was refused"));

/** The modules as a process reads them that starts with this environment. */
async function load(redis: OwnRedis | null) {
  vi.stubEnv("REDIS_URL", redis?.url);
  vi.resetModules();
  const [{ transaction }, limits, { closeRedis, prepareRedis }] = await Promise.all([
    import("./db"),
    import("./rate-limit"),
    import("./redis/client"),
  ]);
  await prepareRedis();
  return { ...limits, closeRedis, system: <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work) };
}

describe.each(["Postgres", "Redis"])("budgets in %s", place => {
  let redis: OwnRedis | null = null;
  let limits: Awaited<ReturnType<typeof load>>;
  const pay = (key: string) => limits.system(tx => limits.spend(tx, [budget(key)]));
  const giveBack = (receipts: ReturnType<typeof receiptsOf>) => limits.system(tx => limits.giveBack(tx, receipts));
  const read = (...keys: string[]) => limits.system(tx => limits.readBuckets(tx, keys));
  const rows = () => limits.system(tx => tx.rateBucket.count());
  const advance = (seconds: number) =>
    limits.system(
      tx => tx.$executeRaw`
        INSERT INTO app_clock (id, advance_seconds) VALUES (1, ${seconds})
        ON CONFLICT (id) DO UPDATE SET advance_seconds = app_clock.advance_seconds + ${seconds}`,
    );

  beforeAll(async () => {
    if (place === "Redis") redis = await OwnRedis.start();
    limits = await load(redis);
    await limits.system(tx => tx.rateBucket.deleteMany());
  });

  afterAll(async () => {
    limits.closeRedis();
    await redis?.end();
  });

  test("a budget says when it is emptied, and then no, with the wait", async () => {
    expect(await pay("a")).toMatchObject({ ok: true, exhausted: [] });
    expect(await pay("a")).toMatchObject({ ok: true, exhausted: ["a"] });
    const refused = await pay("a");
    expect(refused).toMatchObject({ ok: false, key: "a" });
    if (!refused.ok) expect(refused.retryAfterSeconds).toBeGreaterThan(590);
    const [bucket] = await read("a", "nothing");
    expect(bucket).toMatchObject({ key: "a", spent: 3 });
    expect(bucket?.wait).toBeGreaterThan(590);
    expect(await rows()).toBe(place === "Redis" ? 0 : 1);
  });

  test("what is given back can be spent again", async () => {
    const receipts = receiptsOf(await pay("b"));
    await pay("b");
    await giveBack(receipts);
    expect((await pay("b")).ok).toBe(true);
    expect((await pay("b")).ok).toBe(false);
  });

  test("nothing is given back into a window that began later, nor below nothing", async () => {
    const receipts = receiptsOf(await pay("c"));
    await advance(601);
    await pay("c");
    await pay("c");
    await giveBack(receipts);
    expect((await pay("c")).ok).toBe(false);
    const fresh = receiptsOf(await pay("d"));
    for (let i = 0; i < 3; i++) await giveBack(fresh);
    expect(await pay("d")).toMatchObject({ ok: true, exhausted: [] });
    expect(await pay("d")).toMatchObject({ ok: true, exhausted: ["d"] });
  });

  test("forty who spend and give back at once neither deadlock nor miscount", async () => {
    const names = ["e", "f", "g", "h"];
    const both = async (i: number) => {
      const order = i % 2 ? names : [...names].reverse();
      const budgets = order.map(key => budget(key, 1000));
      const spent = await limits.system(tx => limits.spend(tx, budgets));
      await giveBack([...receiptsOf(spent)].sort(() => (i % 3) - 1));
    };
    await Promise.all(Array.from({ length: 40 }, (_, i) => both(i)));
    expect(await read(...names)).toEqual([]);
    expect((await pay("e")).ok).toBe(true);
    expect(await read("e")).toMatchObject([{ spent: 1 }]);
  });

  test("a forgotten budget begins anew", async () => {
    for (let i = 0; i < 3; i++) await pay("i");
    expect(await limits.system(tx => limits.forget(tx, ["i", "nothing"]))).toBe(1);
    expect((await pay("i")).ok).toBe(true);
  });

  test("a transaction that rolls back has spent nothing, given nothing back and forgotten nothing", async () => {
    const receipts = receiptsOf(await pay("j"));
    const undone = limits.system(async tx => {
      await limits.spend(tx, [budget("j"), budget("k")]);
      await limits.giveBack(tx, receipts);
      await limits.forget(tx, ["j"]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await read("j", "k")).toMatchObject([{ key: "j", spent: 1 }]);
  });

  if (place === "Redis")
    test("what a transaction spent is not given back when nobody knows whether it was committed", async () => {
      const cut = limits.system(async tx => {
        await limits.spend(tx, [budget("m")]);
        const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
        await withConnection(env.databaseUrl, owner =>
          owner.query("SELECT pg_terminate_backend($1, 2000)", [own?.pid]),
        );
      });
      await expect(cut).rejects.toThrow();
      expect(await read("m")).toMatchObject([{ spent: 1 }]);
    });

  if (place === "Redis")
    test("what is spent after its transaction has ended is given back", async () => {
      let late: Promise<unknown> | undefined;
      const undone = limits.system(tx => {
        late = limits.spend(tx, [budget("n")]);
        throw new Error("undone");
      });
      await expect(undone).rejects.toThrow("undone");
      await late;
      expect(await read("n")).toEqual([]);
    });

  if (place === "Redis")
    test("of two processes that spend at once exactly the limit passes", async () => {
      const [tries, limit] = [60, 80];
      const other = new SnippetProcess(`
        const [{ transaction, closeDatabase }, { spend }] = [await load("lib/platform/db.ts"), await load("lib/platform/rate-limit.ts")];
        await (await load("lib/platform/redis/client.ts")).prepareRedis();
      const one = () => transaction("system", tx => spend(tx, [${JSON.stringify(budget("l", limit))}]));
        await one();
        console.log("has begun");
        const all = await Promise.all(Array.from({ length: ${tries - 1} }, one));
        console.log("passed " + (1 + all.filter(({ ok }) => ok).length) + ";");
        process.exit(0);`);
      await other.says("has begun");
      const one = () => limits.system(tx => limits.spend(tx, [budget("l", limit)]));
      const here = await Promise.all(Array.from({ length: tries }, one));
      const { output } = await other.ended;
      const there = Number(/passed (\d+);/.exec(output)?.[1]);
      expect(there).toBeGreaterThan(1);
      expect(here.filter(({ ok }) => ok).length + there).toBe(limit);
      expect(await read("l")).toMatchObject([{ spent: 2 * tries }]);
    });
});
