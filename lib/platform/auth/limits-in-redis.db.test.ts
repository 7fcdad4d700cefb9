import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { OwnRedis } from "../testing/own-redis";

const redis = await OwnRedis.start();
vi.stubEnv("REDIS_URL", redis.url);
vi.stubEnv("RATE_LIMIT_SCALE", "0.02"); // six calls a minute
const [
  { transaction },
  { findSession, openSession },
  { countWrong, guessKey, lockedSeconds },
  { closeRedis, prepareRedis },
] = await Promise.all([import("../db"), import("./session"), import("./guess-lock"), import("../redis/client")]);
const { identifiersOf, personalKeys, readSignInStates } = await import("./people/sign-in-state");
const { forget } = await import("../rate-limit");
const system = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction("system", work);

beforeAll(async () => {
  await prepareRedis();
  await system(tx => tx.rateBucket.count());
});

afterAll(async () => {
  closeRedis();
  await redis.end();
});

test("wrong guesses that Redis counts lock a number, the desk sees them and lifts them", async () => {
  const guesser = { identifier: "+352621000777", deviceHash: null };
  const person = { phoneNumber: guesser.identifier, email: null, emailConfirmed: false };
  const wrong = () => system(tx => countWrong(tx, guesser));
  const closed = [];
  for (let guess = 0; guess < 10; guess++) closed.push(await wrong());
  expect(closed).toEqual([...Array.from({ length: 9 }, () => false), true]);
  expect(await system(tx => lockedSeconds(tx, guesser))).toBeGreaterThan(890);
  expect(await system(tx => lockedSeconds(tx, { ...guesser, deviceHash: "another browser" }))).toBe(0);
  const [state] = await system(tx => readSignInStates(tx, person));
  expect(state?.counters).toMatchObject([{ name: "wrong_guesses", spent: 10, isBlocking: true }]);
  expect(await system(tx => tx.rateBucket.count({ where: { key: guessKey(guesser) } }))).toBe(0);
  const lift = () =>
    system(async tx => {
      for (const of of identifiersOf(person)) await forget(tx, await personalKeys(tx, of));
    });
  await lift();
  expect(await system(tx => lockedSeconds(tx, guesser))).toBe(0);
});

test("a session's calls are counted by Redis and by nobody else, and nobody counts for whom there is no session", async () => {
  const sid = await system(async tx => {
    const user = await tx.user.create({ data: { phoneNumber: "+352621000778", name: "Anna" } });
    return (await openSession(tx, { userId: user.id })).sid;
  });
  const calls = await Promise.allSettled(Array.from({ length: 9 }, () => findSession(sid, { isCall: true })));
  expect(calls.filter(({ status }) => status === "fulfilled")).toHaveLength(6);
  expect(calls.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "rate_limited" } });
  expect(await findSession(sid)).not.toBeNull();
  expect(await findSession("nobody's", { isCall: true })).toBeNull();
  expect(await system(tx => tx.rateBucket.count())).toBe(0);
});
