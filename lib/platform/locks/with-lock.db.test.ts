import { afterAll, expect, test, vi } from "vitest";
import { OwnRedis } from "../testing/own-redis";
import { SnippetProcess } from "../testing/snippet-process";

const ttlSeconds = 1.5;

// One process that holds a lock, may be frozen, and then holds another one until it is killed.
const holding = `
  const { withLock } = await load("lib/platform/locks/with-lock.ts");
  await (await load("lib/platform/redis/client.ts")).prepareRedis();
  const options = { ttlSeconds: ${ttlSeconds}, holder: "the other process" };
  setInterval(() => {}, 1000); // it does not end by itself
  const told = new Promise(resolve => process.once("SIGUSR2", resolve));
  await withLock("frozen", options, async () => {
    console.log("holds frozen");
    await told;
  });
  console.log("has finished frozen");
  await withLock("dead", options, () => {
    console.log("holds dead");
    return new Promise(() => {});
  });`;

/** The module as a process reads it that starts with this environment, and such a process. */
async function load(redis: OwnRedis | null) {
  vi.stubEnv("REDIS_URL", redis?.url);
  vi.resetModules();
  const [{ withLock, isLocked, LockHeld }, { closeRedis, hasRedis, prepareRedis }] = await Promise.all([
    import("./with-lock"),
    import("../redis/client"),
  ]);
  expect(hasRedis()).toBe(redis !== null);
  const hold = <T>(key: string, work: () => Promise<T>, seconds = ttlSeconds) =>
    withLock(key, { ttlSeconds: seconds, holder: "this test" }, work);
  const tryOnce = (key: string) => hold(key, () => Promise.resolve("done"));
  const refusal = async (key: string) => {
    const error = await tryOnce(key).catch((thrown: unknown) => thrown);
    return error instanceof LockHeld ? error : expect.unreachable(`${key} is free: ${String(error)}`);
  };
  // The first statement of a process takes its time, and would be what the others are held up by.
  await prepareRedis();
  await tryOnce("warm");
  return { withLock, isLocked, hold, tryOnce, refusal, closeRedis, other: new SnippetProcess(holding) };
}

const redis = await OwnRedis.start();
const places = { Postgres: await load(null), Redis: await load(redis) };
const both = Object.entries(places);
await Promise.all(both.map(([, { other }]) => other.says("holds frozen")));
const patiently = { timeout: 45_000, interval: 50 };

afterAll(async () => {
  for (const { other, closeRedis } of Object.values(places)) {
    await other.kill();
    closeRedis();
  }
  await redis.end();
});

test.concurrent.each(both)(
  "%s: of twenty at once one works, the others hear who does and since when; then it is free",
  async (_, locks) => {
    const { hold, isLocked, tryOnce } = locks;
    let [working, late] = [0, 0];
    const one = () =>
      hold("one", async () => {
        working += 1;
        expect(await isLocked("one")).toBe(true);
        await vi.waitFor(() => expect(late).toBe(19), patiently);
      }).catch((error: unknown) => {
        late += 1;
        return error;
      });
    const refused = (await Promise.all(Array.from({ length: 20 }, one))).filter(Boolean);
    expect([working, refused.length]).toEqual([1, 19]);
    for (const error of refused)
      expect(error).toMatchObject({ name: "LockHeld", holder: "this test", since: expect.any(Date) });
    expect(await isLocked("one")).toBe(false);
    expect(await tryOnce("one")).toBe("done");
    await expect(hold("one", () => Promise.reject(new Error("its own")))).rejects.toThrow("its own");
    expect(await tryOnce("one")).toBe("done");
  },
);

test.concurrent.each(both)("%s: work that hangs does not keep its lock for ever", async (_, { withLock, tryOnce }) => {
  let [isBegun, isOver] = [false, false];
  const options = { ttlSeconds: 0.3, holder: "this test", longestSeconds: 0.05 };
  const held = withLock("hangs", options, () => {
    isBegun = true;
    return vi.waitFor(() => expect(isOver).toBe(true), patiently);
  });
  await vi.waitFor(() => expect(isBegun).toBe(true), patiently);
  expect(await vi.waitFor(() => tryOnce("hangs"), patiently)).toBe("done");
  isOver = true;
  await held;
});

test.concurrent.each(both)(
  "bar 98: %s: a holder keeps its lock beyond the ttl; frozen it loses it, and neither renews nor frees the next one's; killed it is followed within the ttl",
  async (_, locks) => {
    const { hold, tryOnce, refusal, other } = locks;
    await vi.waitFor(async () => {
      const { holder, since } = await refusal("frozen");
      expect(holder).toBe("the other process");
      expect(Date.now() - since.getTime()).toBeGreaterThan(ttlSeconds * 1000 + 200);
    }, patiently);

    other.send("SIGSTOP");
    const wakeIt = async () => {
      other.send("SIGCONT");
      await other.says("a lock was lost");
      other.send("SIGUSR2");
      await other.says("has finished frozen");
      return refusal("frozen");
    };
    // What fails while the lock is held is no reason to try again.
    const held = () => hold("frozen", () => wakeIt().catch((error: Error) => error), 60);
    const meanwhile = await vi.waitFor(held, patiently);
    expect(meanwhile).toMatchObject({ name: "LockHeld", holder: "this test", retryAfterSeconds: expect.any(Number) });
    expect("retryAfterSeconds" in meanwhile && meanwhile.retryAfterSeconds).toBeGreaterThan(30);
    expect(await tryOnce("frozen")).toBe("done");

    await other.says("holds dead");
    expect((await refusal("dead")).holder).toBe("the other process");
    await other.kill();
    const since = performance.now();
    expect(await vi.waitFor(() => tryOnce("dead"), patiently)).toBe("done");
    expect((performance.now() - since) / 1000).toBeLessThan(ttlSeconds + 1);
  },
);

test("locks of the dead are forgotten after a day", async () => {
  const [{ purgeLocks }, { transaction }] = await Promise.all([import("./in-postgres"), import("../db")]);
  const purged = await transaction("system", async tx => {
    await tx.$executeRaw`
      INSERT INTO named_lock (key, holder, token, taken_at, until) SELECT 'old:' || age, 'nobody', 'x', now() - age * interval '1 hour' - interval '2 minutes',
        now() - age * interval '1 hour' - interval '1 minute' FROM generate_series(20, 27) AS age`;
    return purgeLocks(tx);
  });
  expect(purged).toBe(4);
});
