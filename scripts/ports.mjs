import net from "node:net";

/** Tells whether a server may listen on a port of this address. */
export function isPortFree(port, host = "127.0.0.1") {
  return new Promise(resolve => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Finds a port on loopback that is free now, together with those at the given distances above it. */
export async function findFreePort(distances = []) {
  for (;;) {
    const port = await new Promise((resolve, reject) => {
      const probe = net.createServer();
      probe.once("error", reject);
      probe.listen(0, "127.0.0.1", () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
    });
    const free = await Promise.all(distances.map(distance => port + distance < 65536 && isPortFree(port + distance)));
    if (free.every(Boolean)) return port;
  }
}
