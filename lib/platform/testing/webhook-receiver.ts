import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What a receiver does with a call: a status with headers, an answer whose body never ends, or nothing at all. */
export type Reply = { status: number; headers?: Record<string, string> } | "endless" | "hang" | "reset";

/** A call as it arrived. */
export type Arrived = { path: string; headers: IncomingHttpHeaders; body: string };

/** A partner's server on this machine: keeps what arrives, and answers each address as it was told, with 204 where nothing was said. */
export async function listenForWebhooks() {
  const [arrived, replies] = [new Map<string, Arrived[]>(), new Map<string, Reply>()];
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    const reply = replies.get(path) ?? { status: 204 };
    arrived.set(path, [...(arrived.get(path) ?? []), { path, headers: request.headers, body: await text(request) }]);
    if (reply === "hang") return;
    if (reply === "reset") return void request.socket.destroy();
    if (reply !== "endless") return void response.writeHead(reply.status, reply.headers).end();
    const chunk = Buffer.alloc(65_536);
    const more = () => response.destroyed || response.write(chunk, () => setImmediate(more));
    response.writeHead(200);
    more();
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    reply: (path: string, reply: Reply) => void replies.set(path, reply),
    at: (path: string): readonly Arrived[] => arrived.get(path) ?? [],
    close: () => {
      server.closeAllConnections();
      return new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
