import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OwnRedis } from "../testing/own-redis";

const redis = await OwnRedis.start();

async function load() {
  vi.stubEnv("REDIS_URL", redis.url);
  vi.resetModules();
  const [{ transaction }, { spend }, { withLock }, { closeRedis, prepareRedis }, { checkHealth }] = await Promise.all([
    import("../db"),
    import("../rate-limit"),
    import("../locks/with-lock"),
    import("./client"),
    import("../health"),
  ]);
  const health = async () => {
    await transaction("system", tx => tx.workerBeat.upsert({ where: { id: "w" }, create: beat(), update: beat() }));
    const { status, checks } = await checkHealth(async () => false);
    return [checks.database, checks.redis, status];
  };
  const budget = { key: "a", limit: 2, windowSeconds: 600 };
  const pay = () => transaction("system", tx => spend(tx, [budget]));
  const rows = () => transaction("system", tx => tx.rateBucket.findMany({ select: { key: true, spent: true } }));
  const lock = <T>(work: () => Promise<T>) => withLock("one", { ttlSeconds: 10, holder: "this test" }, work);
  await prepareRedis();
  return { pay, rows, lock, health, closeRedis };
}
const beat = () => ({ id: "w", kind: "worker", startedAt: new Date(), beatAt: new Date() });
let product: Awaited<ReturnType<typeof load>>;
const done = () => Promise.resolve("done");
const unavailable = { code: "unavailable", status: 503, retryAfterSeconds: 2 };
const secondsOf = async (work: Promise<unknown>) => {
  const since = performance.now();
  await work.catch(() => undefined);
  return (performance.now() - since) / 1000;
};

beforeAll(async () => {
  product = await load();
  await product.rows();
});

afterAll(async () => {
  product.closeRedis();
  await redis.end();
});

test("Redis hangs before it has taken the password: such a connection is ended, after its time and at once when we close", async () => {
  const silent = createServer(socket => socket.resume()).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  vi.stubEnv("REDIS_URL", `redis://:secret@127.0.0.1:${port}/1`);
  vi.resetModules();
  const { closeRedis, prepareRedis } = await import("./client");
  const open = () => new Promise(resolve => silent.getConnections((_, count) => resolve(count)));
  product.closeRedis();
  for (const isClosed of [true, false]) {
    const [asked] = [prepareRedis(), await once(silent, "connection")];
    expect(await open()).toBe(1);
    if (isClosed) closeRedis();
    expect(await secondsOf(asked)).toBeLessThan(isClosed ? 0.5 : 3);
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 2000, interval: 20 });
  }
  closeRedis();
  silent.close();
});

test("Redis stops in the middle: work goes on to its end, no further lock is had, Postgres counts; when it is back it serves again", async () => {
  const { pay, rows, lock, health } = product;
  expect([(await pay()).ok, (await pay()).ok, (await pay()).ok]).toEqual([true, true, false]);
  expect(await health()).toEqual(["ok", "ok", "ok"]);
  const inTheMiddle = lock(async () => {
    await redis.kill();
    await expect(lock(done)).rejects.toMatchObject(unavailable);
    expect([(await pay()).ok, (await pay()).ok, (await pay()).ok]).toEqual([true, true, false]);
    expect(await rows()).toEqual([{ key: "a", spent: 3 }]);
    expect(await health(), "who watches is told").toEqual(["ok", "down", "degraded"]);
    return "its result";
  });
  expect(await inTheMiddle).toBe("its result");
  await redis.begin();
  expect(await vi.waitFor(() => lock(done), { timeout: 9000, interval: 50 })).toBe("done");
  expect(await health()).toEqual(["ok", "ok", "ok"]);
  expect((await pay()).ok).toBe(true);
  expect(await rows()).toEqual([{ key: "a", spent: 3 }]);
});

test("Redis hangs: one caller waits for it, the next ones not at all, and nobody works without the lock", async () => {
  const { pay, lock } = product;
  redis.freeze();
  expect(await secondsOf(lock(done))).toBeLessThan(5);
  await expect(lock(() => expect.unreachable("without the lock"))).rejects.toMatchObject(unavailable);
  expect(await secondsOf(lock(done))).toBeLessThan(1);
  expect(await secondsOf(pay())).toBeLessThan(1.5);
  redis.wake();
  expect(await vi.waitFor(() => lock(done), { timeout: 9000, interval: 50 })).toBe("done");
});
