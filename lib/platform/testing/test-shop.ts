import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, vi } from "vitest";

/** A shipment as it goes over the wire, or whatever a test wants to send instead. */
export type WireNode = Record<string, unknown>;
type State = "unconfirmed" | "confirmed";

type Call = { state: string; after: string | null; query: string };
type WirePage = { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

/** A shop at Letzshop of a test's own: it sells what the test says, in pages of `pageSize`, and may change between two calls. */
export type TestShop = {
  url: string;
  pageSize: number;
  shipments: Record<State, unknown[]>;
  /** Feeds by file name, such as "fr.csv". */
  feeds: Record<string, string>;
  keys: Set<string>;
  /** The states asked for so far, one entry a call; "vendor" for a call that asks for none. */
  asked: string[];
  /** Called before each answer; a status refuses the call. */
  beforeAnswer: (call: Call) => number | undefined | Promise<number | undefined>;
  /** What goes over the wire under 200 instead of an answer. */
  rewrite: (answer: { data: { shipments: WirePage } }, call: Call) => unknown;
};

type Question = { query: string; variables: { state?: State; first?: number; after?: string | null } };

function page(shop: TestShop, { variables }: Question): WirePage {
  const all = shop.shipments[variables.state ?? "unconfirmed"];
  const from = Number(variables.after ?? 0);
  const to = from + Math.min(shop.pageSize, variables.first ?? shop.pageSize);
  return { nodes: all.slice(from, to), pageInfo: { hasNextPage: to < all.length, endCursor: String(to) } };
}

async function answer(shop: TestShop, request: IncomingMessage): Promise<{ status: number; body: string }> {
  if (request.method === "GET") {
    const feed = shop.feeds[request.url?.slice(1) ?? ""];
    return feed === undefined ? { status: 404, body: "" } : { status: 200, body: feed };
  }
  const question: Question = JSON.parse(await text(request));
  const { state = "vendor", after = null } = question.variables;
  shop.asked.push(state);
  const call = { state, after, query: question.query };
  const refusal = await shop.beforeAnswer(call);
  const isKnown = shop.keys.has(request.headers.authorization?.replace("Bearer ", "") ?? "");
  if (refusal || !isKnown) return { status: refusal ?? 401, body: JSON.stringify({ errors: [{ message: "no" }] }) };
  return { status: 200, body: JSON.stringify(shop.rewrite({ data: { shipments: page(shop, question) } }, call)) };
}

/** Opens a shop and points this test's Letzshop to it; call it before anything reads the environment. */
export async function openTestShop(): Promise<TestShop> {
  const shop: TestShop = {
    url: "",
    pageSize: 100,
    shipments: { unconfirmed: [], confirmed: [] },
    feeds: {},
    keys: new Set(["key"]),
    asked: [],
    beforeAnswer: () => undefined,
    rewrite: answer => answer,
  };
  const server = createServer((request, response) => {
    answer(shop, request).then(
      ({ status, body }) => response.writeHead(status).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", shop.url);
  vi.stubEnv("LETZSHOP_API_URL", `${shop.url}/graphql`);
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return shop;
}

let serial = 0;

/** A shipment of one piece for each given price; `change` replaces whole fields. */
export function wireShipment(id: string, prices: (number | string)[], change: WireNode = {}): WireNode {
  const inventoryUnits = prices.map((price, at) => ({
    id: `${id}-u${at}`,
    state: "unconfirmed",
    variant: { id: `${id}-v${at}`, sku: `SKU${at}`, price, product: { name: { en: `Article ${at}` } } },
  }));
  const order = { id: `order-${id}`, number: `R${id}`, email: "a@example.com", total: 999, locale: "en" };
  const completedAt = new Date(Date.now() - 3_600_000 - ++serial).toISOString();
  return { id, number: `H${id}`, state: "unconfirmed", order: { ...order, completedAt }, inventoryUnits, ...change };
}
