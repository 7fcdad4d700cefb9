import { GraphQLError, graphql } from "graphql";
import { z } from "zod";
import type { Fault } from "@/lib/platform/sandbox/faults";
import { jsonReply, type SandboxCall, type SandboxReply, type SandboxUpstream } from "@/lib/platform/sandbox/upstream";
import { letzshopSchema } from "./letzshop-schema";
import { type ShipmentBook, shipmentBook, type WireShipment } from "./shipments";

const maxFirst = 100;
/** The one shop of the sandbox. */
export const vendor = { id: "dGVzdDox", name: "Épicerie du Grund", slug: "demo-shop" };
const shopKeys = new Set(["ls_sandbox_key", "ls_noperm_key", "ls_limited_key"]);
const Body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });

/** Letzshop's GraphQL at `/letzshop/graphql`, with `count` shipments in the last 90 days, of so many `pieces` each if it is said. */
export function letzshopSandbox(count: number, now: Date, pieces?: number): SandboxUpstream {
  const book = shipmentBook(count, now, pieces);
  return {
    name: "letzshop",
    prefix: "/letzshop",
    operation: call => /\b(shipments|vendors|vendor)\s*\(/.exec(readBody(call)?.query ?? "")?.[1] ?? "unknown",
    describe: call => ({ variables: readBody(call)?.variables ?? null }),
    refuse: status => graphqlError(status, messages[status] ?? "Error", codes[status] ?? "INTERNAL_SERVER_ERROR"),
    acts: ["empty", "duplicates", "endless", "moved_total", "drift"],
    handle: call => handle(call, book),
  };
}

const messages: Record<number, string> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  429: "Too many requests",
};
const codes: Record<number, string> = { 401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 429: "RATE_LIMITED" };

async function handle(call: SandboxCall, book: ShipmentBook): Promise<SandboxReply> {
  if (call.path !== "/graphql" || call.method !== "POST") return graphqlError(404, "Not found", "NOT_FOUND");
  const key = /^Bearer (.+)$/.exec(call.headers.authorization ?? "")?.[1] ?? null;
  if (key !== null && !shopKeys.has(key)) return graphqlError(401, "Unauthorized", "UNAUTHORIZED");
  if (key === "ls_limited_key") return graphqlError(429, "Too many requests", "RATE_LIMITED", { "retry-after": "30" });
  const body = readBody(call);
  if (!body) return graphqlError(400, "A query is needed", "BAD_REQUEST");
  const result = await graphql({
    schema: letzshopSchema,
    source: body.query,
    variableValues: body.variables ?? {},
    rootValue: rootOf(book, { key, fault: call.fault, isCheap: !body.query.includes("inventoryUnits") }),
  });
  return jsonReply(200, call.fault === "drift" ? drifted(result) : result);
}

function readBody(call: SandboxCall): z.infer<typeof Body> | null {
  try {
    return Body.parse(JSON.parse(call.body.toString("utf8")));
  } catch {
    return null;
  }
}

function graphqlError(
  status: number,
  message: string,
  code: string,
  headers: Record<string, string> = {},
): SandboxReply {
  return jsonReply(status, { errors: [{ message, extensions: { code } }] }, headers);
}

function refusal(message: string, code: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

type Paging = { first?: number | null; after?: string | null };

type Access = { key: string | null; fault: Fault | null; isCheap: boolean };

function rootOf(book: ShipmentBook, access: Access): Record<string, unknown> {
  return {
    vendor: ({ slug }: { slug: string }) => (slug === vendor.slug ? vendor : null),
    vendors: () => ({ nodes: [vendor], pageInfo: pageInfo(0, 1, false) }),
    shipments: (paging: Paging & { state?: keyof Pick<ShipmentBook, "confirmed" | "unconfirmed"> }) => {
      if (access.key === null) throw refusal("Unauthorized", "UNAUTHORIZED");
      if (access.key === "ls_noperm_key") throw refusal("The key lacks the right to read shipments", "FORBIDDEN");
      const numbers = paging.state ? book[paging.state] : [...book.unconfirmed, ...book.confirmed];
      // "moved_total" tells a pass over ids alone of half of what there is.
      const told = access.fault === "moved_total" && access.isCheap ? numbers.slice(0, numbers.length / 2) : numbers;
      return shipmentPage(told, book, paging, access.fault);
    },
  };
}

function shipmentPage(numbers: readonly number[], book: ShipmentBook, paging: Paging, fault: Fault | null) {
  const first = paging.first ?? 25;
  if (first < 1 || first > maxFirst) throw refusal(`first must be between 1 and ${maxFirst}`, "BAD_USER_INPUT");
  const start = startOf(paging.after);
  if (fault === "empty") return { nodes: [], pageInfo: pageInfo(start, start, false) };
  // "endless" tells the first page for ever under new cursors; "duplicates" repeats the last ten of the page before.
  const from = fault === "endless" ? 0 : Math.max(0, fault === "duplicates" ? start - 10 : start);
  const slice = numbers.slice(from, (fault === "duplicates" ? start : from) + first);
  const hasNext = fault === "endless" || start + first < numbers.length;
  return {
    nodes: slice.map(number => ({ ...book.at(number), tracking: brokenTracking })),
    pageInfo: pageInfo(start, start + first, hasNext),
  };
}

/** Letzshop's own fault, seen in the wild: asking for `tracking` fails inside the server. */
function brokenTracking(): never {
  throw refusal("undefined method `code' for nil:NilClass", "INTERNAL_SERVER_ERROR");
}

function startOf(after: string | null | undefined): number {
  if (!after) return 0;
  const text = Buffer.from(after, "base64url").toString("utf8");
  if (!/^at:\d{1,9}$/.test(text)) throw refusal("Invalid cursor", "BAD_USER_INPUT");
  return Number(text.slice(3));
}

function pageInfo(start: number, end: number, hasNextPage: boolean) {
  const cursor = (position: number) => Buffer.from(`at:${position}`).toString("base64url");
  return { hasNextPage, hasPreviousPage: start > 0, startCursor: cursor(start), endCursor: cursor(end) };
}

type Result = { data?: unknown };

/** The same answer after a careless release on the other side: numbers become texts, a field goes, one node is null. */
function drifted(result: Result): unknown {
  const copy = JSON.parse(JSON.stringify(result)) as {
    data?: { shipments?: { nodes?: (Partial<WireShipment> | null)[] } };
  };
  const nodes = copy.data?.shipments?.nodes ?? [];
  for (const [index, node] of nodes.entries()) {
    if (!node) continue;
    if (index % 10 === 3) nodes[index] = null;
    else if (index % 10 === 5) delete node.id;
    else if (index % 10 === 7) Object.assign(node, { state: "partially_shipped", inventoryUnits: "none" });
    else
      for (const { variant } of node.inventoryUnits ?? [])
        Object.assign(variant, { price: { amount: `${variant.price}`, currency: "EUR" } });
  }
  return copy;
}
