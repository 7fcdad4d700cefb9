import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, vi } from "vitest";

/** An object of reZEN as it goes over the wire, or whatever a test wants to send instead. */
export type WireObject = Record<string, unknown>;

/** One question: with which key, which data set by its step's name, of a list which page and tier, and how many for this data set there were. */
export type RezenCall = {
  key: string;
  set: string;
  path: string;
  page: number;
  tier: number | null;
  count: number;
};

/** What goes out instead of an answer; `isCut` sends half of it and hangs up. */
export type RezenReply = { status: number; body?: unknown; isCut?: boolean };

/** A reZEN of a test's own in the simple profile: it knows what the test says, in pages of `pageSize`, and may change between two calls. */
export type TestRezen = {
  url: string;
  pageSize: number;
  keys: Set<string>;
  agent: WireObject;
  members: WireObject[];
  listings: WireObject[];
  transactions: WireObject[];
  sponsors: WireObject[];
  contributions: WireObject[];
  caps: Record<string, WireObject>;
  equity: WireObject;
  payments: WireObject[];
  /** The data sets asked for so far, one entry a call. */
  asked: string[];
  /** Called before each answer; a reply goes out instead of it. */
  beforeAnswer: (call: RezenCall) => RezenReply | undefined | Promise<RezenReply | undefined>;
  /** What goes out under 200 instead of an answer. */
  rewrite: (answer: WireObject, call: RezenCall) => unknown;
};

type Route = { set: string; name?: string; list?: (rezen: TestRezen, call: RezenCall) => WireObject[] };

const routes: [RegExp, Route][] = [
  [/^agents\/[^/]+$/, { set: "agent_data" }],
  [/^teams\/[^/]+\/members$/, { set: "team_roster", name: "teamMembers", list: ({ members }) => members }],
  [/^listings$/, { set: "listings", name: "listings", list: ({ listings }) => listings }],
  [/^transactions$/, { set: "transactions", name: "transactions", list: ({ transactions }) => transactions }],
  [/^agents\/[^/]+\/sponsor-tree$/, { set: "sponsor_tree" }],
  [
    /^contributions$/,
    {
      set: "contributions",
      name: "contributions",
      list: ({ contributions }, { tier }) => contributions.filter(one => one.tier === tier),
    },
  ],
  [/^agents\/[^/]+\/cap-data$/, { set: "cap_data" }],
  [/^equity\/[^/]+$/, { set: "equity" }],
  [/^revshare\/payments\/[^/]+$/, { set: "revshare", name: "payments", list: ({ payments }) => payments }],
];

const single = (rezen: TestRezen, { set, path }: RezenCall): WireObject | undefined => {
  if (set === "agent_data") return rezen.agent;
  if (set === "sponsor_tree") return { flattenedSponsors: rezen.sponsors };
  if (set === "cap_data") return rezen.caps[path.split("/")[1] ?? ""];
  return rezen.equity;
};

function answerOf(rezen: TestRezen, { name = "", list }: Route, call: RezenCall): WireObject | undefined {
  if (!list) return single(rezen, call);
  const all = list(rezen, call);
  const from = call.page * rezen.pageSize;
  const to = from + rezen.pageSize;
  return { [name]: all.slice(from, to), hasNext: to < all.length, totalCount: all.length };
}

async function replyTo(rezen: TestRezen, request: IncomingMessage): Promise<RezenReply> {
  const { pathname, searchParams } = new URL(request.url ?? "", rezen.url);
  const path = pathname.replace("/api/v1/", "");
  const [, route] = routes.find(([pattern]) => pattern.test(path)) ?? [];
  if (!route) return { status: 404, body: { message: "no such path" } };
  rezen.asked.push(route.set);
  const count = rezen.asked.filter(set => set === route.set).length;
  const tier = searchParams.has("tier") ? Number(searchParams.get("tier")) : null;
  const key = String(request.headers["x-api-key"]);
  const call = { key, set: route.set, path, page: Number(searchParams.get("pageNumber") ?? 0), tier, count };
  const instead = await rezen.beforeAnswer(call);
  if (instead) return instead;
  if (!rezen.keys.has(key)) return { status: 401, body: { message: "Invalid API key" } };
  const answer = answerOf(rezen, route, call);
  return answer ? { status: 200, body: rezen.rewrite(answer, call) } : { status: 404, body: { message: "not found" } };
}

function send(response: ServerResponse, { status, body, isCut }: RezenReply): void {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? { message: "no" });
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  if (isCut) response.write(text.slice(0, Math.floor(text.length / 2)), () => response.socket?.destroy());
  else response.end(text);
}

/** Opens a reZEN and points this test's to it; call it before anything reads the environment. */
export async function openTestRezen(): Promise<TestRezen> {
  const rezen: TestRezen = {
    ...{ url: "http://127.0.0.1", pageSize: 200, keys: new Set(["key"]), asked: [] },
    ...{ agent: {}, members: [], listings: [], transactions: [], sponsors: [], contributions: [] },
    ...{ caps: {}, equity: {}, payments: [] },
    beforeAnswer: () => undefined,
    rewrite: answer => answer,
  };
  const server = createServer((request, response) => {
    replyTo(rezen, request).then(
      reply => send(response, reply),
      () => response.destroy(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  rezen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("OUTBOUND_PRIVATE_ORIGINS", rezen.url);
  vi.stubEnv("REZEN_API_URL", rezen.url);
  vi.stubEnv("REZEN_DEALS_API_URL", rezen.url);
  vi.stubEnv("REZEN_API_PROFILE", "simple");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return rezen;
}
