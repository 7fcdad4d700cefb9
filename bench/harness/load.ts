import { setTimeout as sleep } from "node:timers/promises";
import { Client, Pool } from "undici";

/** One request of a load; a POST where it has a body. */
export type Call = { path: string; headers: Record<string, string>; body?: string };

/** What a load came to: answers a second, and times in milliseconds. */
export type Load = { perSecond: number; p50: number; p95: number; p99: number };

/** Sends each call once over so many kept connections, one at a time on each. Anything but `status` breaks the bench. */
export async function sendAll(address: string, calls: readonly Call[], connections: number, status = 200) {
  const left = calls.values();
  const times: number[] = [];
  const since = performance.now();
  await Promise.all(Array.from({ length: connections }, () => sendInTurn(address, left, times, status)));
  return toLoad(times, since);
}

async function sendInTurn(address: string, left: Iterator<Call> & Iterable<Call>, times: number[], status: number) {
  const client = new Client(address, { pipelining: 1 });
  try {
    for (const call of left) {
      const since = performance.now();
      await send(client, call, status);
      times.push(performance.now() - since);
    }
  } finally {
    await client.close();
  }
}

/** Sends each call at its moment, so many a second, whether those before are answered or not: times begin when a call is due, not when a connection is free. */
export async function sendAtRate(address: string, calls: readonly Call[], perSecond: number, status = 200) {
  const pool = new Pool(address, { connections: 64, pipelining: 1 });
  const times: number[] = [];
  const since = performance.now();
  try {
    await Promise.all(
      calls.map(async (call, at) => {
        const due = since + (at * 1000) / perSecond;
        await sleep(Math.max(0, due - performance.now()));
        await send(pool, call, status);
        times.push(performance.now() - due);
      }),
    );
    return toLoad(times, since);
  } finally {
    await pool.close();
  }
}

/** The time until the first byte of each answer, one after the other over one kept connection. */
export async function timeFirstBytes(address: string, calls: readonly Call[], status = 200) {
  const client = new Client(address, { pipelining: 1 });
  const times: number[] = [];
  const since = performance.now();
  try {
    for (const call of calls) await send(client, call, status, times);
    return toLoad(times, since);
  } finally {
    await client.close();
  }
}

async function send(client: Client | Pool, call: Call, status: number, firstBytes?: number[]): Promise<void> {
  const since = performance.now();
  const answer = await client.request({ method: call.body === undefined ? "GET" : "POST", ...call });
  firstBytes?.push(performance.now() - since);
  const text = await answer.body.text();
  if (answer.statusCode !== status)
    throw new Error(`${call.path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
}

function toLoad(times: number[], since: number): Load {
  const seconds = (performance.now() - since) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
