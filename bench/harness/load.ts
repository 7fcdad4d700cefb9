import { Client } from "undici";

/** One request of a load. */
export type Call = { path: string; headers: Record<string, string>; body: string };

/** Posts each call once over so many kept connections, one at a time on each. Anything but `status` breaks the bench. Times in milliseconds. */
export async function postAll(address: string, calls: readonly Call[], connections: number, status = 200) {
  const left = calls.values();
  const times: number[] = [];
  const since = performance.now();
  await Promise.all(Array.from({ length: connections }, () => postInTurn(address, left, times, status)));
  const seconds = (performance.now() - since) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

async function postInTurn(address: string, left: Iterator<Call> & Iterable<Call>, times: number[], status: number) {
  const client = new Client(address, { pipelining: 1 });
  try {
    for (const call of left) {
      const since = performance.now();
      const answer = await client.request({ method: "POST", ...call });
      const text = await answer.body.text();
      if (answer.statusCode !== status)
        throw new Error(`${address}${call.path} answered ${answer.statusCode}: ${text}`);
      times.push(performance.now() - since);
    }
  } finally {
    await client.close();
  }
}
