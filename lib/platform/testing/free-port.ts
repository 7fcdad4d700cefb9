import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

// Below those that systems give to connections that go out (from 32768 on Linux): one of these is not taken by a call in the next moment.
const [lowest, highest] = [12_000, 30_000];
// A product takes its own, and ten and eleven further on for the sandbox.
const besides = [0, 10, 11];

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, "127.0.0.1");
  try {
    await once(probe, "listening");
  } catch {
    return false;
  }
  await new Promise(resolve => probe.close(resolve));
  return true;
}

/** A port of this machine's loopback that nobody uses at this moment, and nobody those that a product takes with it. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    const free = await Promise.all(besides.map(next => isFree(port + next)));
    if (free.every(Boolean)) return port;
  }
}
