import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a feed's address gives: text or bytes, or whatever a test does with the answer. */
export type Served = string | Buffer | ((response: ServerResponse) => void);

/** Somebody's own web server with feeds on it: what it serves may change between two readings. */
export type FeedServer = { url: string; feeds: Record<string, Served>; close: () => Promise<void> };

/** Opens a server on loopback; `feeds` are by path, such as "/fr.csv". */
export async function openFeedServer(): Promise<FeedServer> {
  const feeds: FeedServer["feeds"] = {};
  const server = createServer((request, response) => {
    const served = feeds[request.url ?? ""];
    if (served === undefined) response.writeHead(404).end();
    else if (typeof served === "function") served(response);
    else response.writeHead(200, { "Content-Type": "text/csv" }).end(served);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, feeds, close };
}
