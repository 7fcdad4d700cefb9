import "server-only";
import { env } from "../env";
import { log } from "../log";

// Redis is asked inside transactions, which Postgres ends when they are idle for five seconds.
const connectMs = 1500;
const answerMs = 2000;
const restMs = 1000;
const parts = 10; // of a deadline

/** Redis cannot be reached, did not answer in time, or refused: nothing is known of whether it did what was asked. */
export class RedisDown extends Error {
  constructor(cause?: unknown) {
    super("Redis does not serve", { cause });
    this.name = "RedisDown";
  }
}

/** A script that Redis runs as one atomic act. */
export type Script = { text: string; keys: readonly string[]; args: readonly (string | number)[] };

// The client stands beside its promise: one that hangs while it opens (an AUTH, a SELECT without an answer) can be ended too.
type Opening = ReturnType<typeof open>;
type Link = { opening?: Opening; isAiling: boolean; restUntilMs: number };

// Next loads modules once per bundle; the connection must exist once per process.
const held = globalThis as typeof globalThis & { gangwayRedis?: Link };
function theLink(): Link {
  held.gangwayRedis ??= { isAiling: false, restUntilMs: 0 };
  return held.gangwayRedis;
}

// Loaded only where Redis is used, before any deadline begins: it takes a while.
const load = () => import("@redis/client");

function open({ createClient }: Awaited<ReturnType<typeof load>>) {
  const client = createClient({
    url: String(env.redisUrl),
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: "disabled",
    // A lost connection is made anew by the next one who asks, so that no timer of ours outlives its use and a failover's new address is looked up.
    socket: { connectTimeout: 2 * connectMs, reconnectStrategy: false },
  });
  // Whoever asks hears of it; an error without a listener would end the process.
  client.on("error", () => undefined);
  // A script of ours that is done may end; whoever waits for an answer has a timer running.
  client.unref();
  const ready = client.connect();
  ready.catch(() => undefined);
  return { client, ready };
}

/** Rejects when `work` takes too long; time in which this process itself was busy or frozen counts little, since the answer may have come meanwhile. */
function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let [left, timer]: [number, NodeJS.Timeout | undefined] = [parts, undefined];
    const wait = () => {
      timer = setTimeout(--left > 0 ? wait : () => reject(new Error(`no answer within ${ms} ms`)), ms / parts);
    };
    wait();
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function end({ client }: Opening): void {
  // A socket that is not connected yet is out of the client's reach until it is.
  client.once("connect", () => client.destroy());
  client.destroy();
}

/** What is open or opens; anew where it was lost. */
function current(link: Link, library: Awaited<ReturnType<typeof load>>): Opening {
  if (!link.opening?.client.isOpen) link.opening = open(library);
  return link.opening;
}

function giveUp(link: Link, failed: Link["opening"], error: unknown): void {
  // Another one has taken over: what became of the former says nothing of it.
  if (link.opening && link.opening !== failed) return;
  if (!link.isAiling) log.warn({ err: error }, "Redis does not serve");
  link.isAiling = true;
  link.restUntilMs = performance.now() + restMs;
  delete link.opening;
  if (failed) end(failed);
}

/** After a failure one asks in a while, for all others. */
function requireTurn(link: Link): void {
  const now = performance.now();
  if (now < link.restUntilMs) throw new RedisDown();
  link.restUntilMs = now + connectMs + answerMs;
}

/** Whether this installation has a Redis. */
export const hasRedis = (): boolean => env.redisUrl !== undefined;

/**
 * Runs a script in Redis and returns its answer. Throws `RedisDown` after 2 s at most (3.5 s when it has to connect). After a failure it throws at once, but
 * for one caller a second, so that an outage slows hardly anybody down.
 */
export async function runScript<Answer>({ text, keys, args }: Script): Promise<Answer> {
  const link = theLink();
  if (link.isAiling) requireTurn(link);
  let opening: Link["opening"];
  try {
    opening = current(link, await load());
    await inTime(opening.ready, connectMs);
    const answer = opening.client.eval(text, { keys: [...keys], arguments: args.map(String) });
    const answered = (await inTime(answer, answerMs)) as Answer;
    link.isAiling = false;
    return answered;
  } catch (error) {
    giveUp(link, opening, error);
    throw new RedisDown(error);
  }
}

/** Does Redis answer at this moment? Null where there is none. Within the deadlines of any other question, and never throws. */
export async function isRedisServing(): Promise<boolean | null> {
  if (!hasRedis()) return null;
  return runScript({ text: "return 1", keys: [], args: [] }).then(
    () => true,
    () => false,
  );
}

/** Loads the client and connects where there is a Redis, so that the first who asks, in a transaction perhaps, need not wait for it. */
export async function prepareRedis(): Promise<void> {
  await isRedisServing();
}

/** Closes the connection; for a process's last moment. */
export function closeRedis(): void {
  const opening = held.gangwayRedis?.opening;
  delete held.gangwayRedis;
  if (opening) end(opening);
}
