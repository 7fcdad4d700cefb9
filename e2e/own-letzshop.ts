import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** How a key is answered: taken, refused, without the right to read orders, or by a server that is out. */
type Taken = "ok" | "refused" | "powerless" | "down";

/** A Letzshop of a test's own, which takes the keys that the test says, and repeats in every answer the key it was given. */
export type OwnLetzshop = {
  url: string;
  /** By key; any other is refused. */
  keys: Map<string, Taken>;
  /** The shop of a key, where it is not "The Shop". */
  shops: Map<string, string>;
  /** How many calls there were. */
  calls: number;
  close: () => Promise<void>;
};

const page = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

const defaultShop = "The Shop";

function answerOf({ keys, shops }: OwnLetzshop, query: string, key: string): [status: number, body: object] {
  const taken = keys.get(key) ?? "refused";
  // What a careless server says, in its words, its fields and its own error.
  const echo = { key, authorization: `Bearer ${key}` };
  const refusal = (status: number, message: string, code: string): [number, object] => [
    status,
    { errors: [{ message: `${message}: ${key}`, extensions: { code, ...echo } }], ...echo },
  ];
  if (taken === "refused") return refusal(401, "Unauthorized", "UNAUTHORIZED");
  if (taken === "down") return [503, {}];
  if (taken === "powerless") return refusal(200, "Not allowed", "FORBIDDEN");
  const shop = shops.get(key);
  const vendor = { id: shop ?? "v1", name: { en: shop ?? defaultShop }, slug: "s" };
  if (query.includes("vendor(")) return [200, { data: { vendor } }];
  return [200, { data: { shipments: page }, extensions: echo }];
}

async function answer(own: OwnLetzshop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  own.calls += 1;
  const { query } = JSON.parse(await text(request)) as { query: string };
  const key = request.headers.authorization?.replace("Bearer ", "") ?? "";
  const [status, body] = answerOf(own, query, key);
  const echoes = {
    "X-Api-Key": key,
    "Set-Cookie": `key=${encodeURIComponent(key)}`,
    "WWW-Authenticate": `Bearer ${key}`,
  };
  response.writeHead(status, { "Content-Type": "application/json", ...echoes }).end(JSON.stringify(body));
}

/** Opens it on loopback. */
export async function openOwnLetzshop(): Promise<OwnLetzshop> {
  const own: OwnLetzshop = { url: "", keys: new Map(), shops: new Map(), calls: 0, close: async () => undefined };
  const server = createServer((request, response) => {
    answer(own, request, response).catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  own.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  own.close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return own;
}
