import { setTimeout } from "node:timers/promises";
import { AppError } from "../errors";
import { runScript } from "../redis/client";
import type { LockStore } from "./lock-store";

const nameOf = (key: string) => `gangway:lock:${key}`;

const taking = `
  local held = redis.call('HMGET', KEYS[1], 'token', 'holder', 'since')
  if held[1] then return {held[2], held[3], redis.call('PTTL', KEYS[1])} end
  local time = redis.call('TIME')
  redis.call('HSET', KEYS[1], 'token', ARGV[1], 'holder', ARGV[2], 'since', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return false`;

const renewing = `
  if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const releasing = `
  if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`;

const retryMs = 500;
const inMs = (seconds: number) => Math.ceil(seconds * 1000);

const freeOnce = (key: string, token: string) => runScript({ text: releasing, keys: [nameOf(key)], args: [token] });

/** Nobody knows whether Redis has taken a lock for a try that had no answer: frees it when Redis serves again, or it would be held for nobody. */
async function freeLater(key: string, token: string, ttlSeconds: number): Promise<void> {
  for (const endMs = performance.now() + ttlSeconds * 1000; performance.now() < endMs; ) {
    await setTimeout(retryMs, undefined, { ref: false });
    const isKnown = await freeOnce(key, token).then(
      () => true,
      () => false,
    );
    if (isKnown) return;
  }
}

const refuse = (error: unknown): never => {
  throw new AppError("unavailable", { retryAfterSeconds: 2, cause: error });
};

/** Locks as hashes that Redis forgets when their lease is over. Throws `unavailable` when Redis cannot be reached: nobody goes on without the lock. */
export const inRedis: LockStore = {
  async take({ key, token, holder, ttlSeconds }) {
    const args = [token, holder, inMs(ttlSeconds)];
    const wanted = { text: taking, keys: [nameOf(key)], args };
    const held = await runScript<[string, string, number] | null>(wanted).catch((error: unknown) => {
      void freeLater(key, token, ttlSeconds);
      return refuse(error);
    });
    if (!held) return null;
    return { holder: held[0], since: new Date(Number(held[1])), freeInSeconds: Math.ceil(held[2] / 1000) };
  },

  async renew({ key, token, ttlSeconds }) {
    const renewed = await runScript({ text: renewing, keys: [nameOf(key)], args: [token, inMs(ttlSeconds)] });
    return renewed === 1;
  },

  async isHeld(key) {
    const text = "return redis.call('EXISTS', KEYS[1])";
    return (await runScript({ text, keys: [nameOf(key)], args: [] }).catch(refuse)) === 1;
  },

  async release({ key, token }) {
    await freeOnce(key, token);
  },
};
