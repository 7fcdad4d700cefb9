import { once } from "node:events";
import { createServer } from "node:net";

/** A port of this machine's loopback that nobody uses at this moment. */
export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const at = probe.address();
  await new Promise(resolve => probe.close(resolve));
  if (at === null || typeof at !== "object") throw new Error("no port");
  return at.port;
}
