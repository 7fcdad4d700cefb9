import { advancedMs } from "../clock";
import { hasRedis, RedisDown, runScript, type Script } from "./client";

const prefix = "gangway:rate:";
const namesOf = (keys: readonly string[]) => keys.map(key => `${prefix}${key}`);

// Windows are kept and compared in the product's time, by the clock of Redis: those of the hosts may differ. Redis forgets a window when it is over.
const spending = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
  local rows = {}
  for i, key in ipairs(KEYS) do
    local started, ends = unpack(redis.call('HMGET', key, 'started', 'ends'))
    if ends and tonumber(ends) > now then
      rows[i] = {redis.call('HINCRBY', key, 'spent', 1), tonumber(started), ends - now}
    else
      redis.call('HSET', key, 'spent', 1, 'started', now, 'ends', now + ARGV[i + 1])
      redis.call('PEXPIRE', key, ARGV[i + 1])
      rows[i] = {1, now, tonumber(ARGV[i + 1])}
    end
  end
  return rows`;

const givingBack = `
  for i, key in ipairs(KEYS) do
    local started, spent = unpack(redis.call('HMGET', key, 'started', 'spent'))
    if started == ARGV[i] and tonumber(spent) > 0 then redis.call('HINCRBY', key, 'spent', -1) end
  end`;

const reading = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
  local rows = {}
  for i, key in ipairs(KEYS) do
    local spent, ends = unpack(redis.call('HMGET', key, 'spent', 'ends'))
    if ends and tonumber(ends) > now then rows[#rows + 1] = {i, tonumber(spent), tonumber(ends), ends - now} end
  end
  return rows`;

const forgetting = "return #KEYS == 0 and 0 or redis.call('DEL', unpack(KEYS))";

/** Null when there is no Redis, or it cannot be reached: Postgres counts then. */
async function ifServed<Answer>(script: () => Promise<Script>): Promise<Answer | null> {
  if (!hasRedis()) return null;
  try {
    return await runScript<Answer>(await script());
  } catch (error) {
    if (error instanceof RedisDown) return null;
    throw error;
  }
}

/** Spends one from every budget in one atomic act, and tells how much is spent of each, and for how many seconds; null when Redis does not serve. */
export async function spendInRedis(budgets: readonly { key: string; windowSeconds: number }[]) {
  const keys = budgets.map(({ key }) => key);
  const windows = budgets.map(({ windowSeconds }) => Math.ceil(windowSeconds * 1000));
  const rows = await ifServed<[number, number, number][]>(async () => ({
    text: spending,
    keys: namesOf(keys),
    args: [await advancedMs(), ...windows],
  }));
  return (
    rows?.map(([spent, startedMs, restMs], at) => ({
      key: String(keys[at]),
      spent,
      startedAt: new Date(startedMs),
      wait: Math.ceil(restMs / 1000),
    })) ?? null
  );
}

/** Gives back one to each window that still runs, and that began at that moment (ISO 8601). */
export async function giveBackInRedis(receipts: readonly { key: string; startedAt: string }[]): Promise<void> {
  const keys = namesOf(receipts.map(({ key }) => key));
  const starts = receipts.map(({ startedAt }) => Date.parse(startedAt));
  await ifServed(async () => ({ text: givingBack, keys, args: starts }));
}

/** What is spent of windows that still run, and when they end. */
export async function readInRedis(keys: readonly string[]) {
  const rows = await ifServed<[number, number, number, number][]>(async () => ({
    text: reading,
    keys: namesOf(keys),
    args: [await advancedMs()],
  }));
  return (rows ?? []).map(([at, spent, endsMs, restMs]) => {
    const wait = Math.ceil(restMs / 1000);
    return { key: String(keys[at - 1]), spent, endsAt: new Date(endsMs), wait };
  });
}

/** Forgets windows by their keys. */
export async function forgetInRedis(keys: readonly string[]): Promise<void> {
  await ifServed(async () => ({ text: forgetting, keys: namesOf(keys), args: [] }));
}
