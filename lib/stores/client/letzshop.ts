import { z } from "zod";
import { pageGuard } from "@/lib/platform/outbound/page-guard";
import { askLetzshop, failureOf, type LetzshopAccess } from "./letzshop-call";
import { idOf, readShipment, type Shipment, type ShipmentError } from "./shipment";

/**
 * The states in which Letzshop lists shipments, in the order in which we read them: one that is confirmed between the two passes is seen
 * twice and not missed.
 */
export const shipmentStates = ["unconfirmed", "confirmed"] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** One page of shipments: those of the period, the ones that could not be read, and how many were older. */
export type ShipmentPage = {
  shipments: Shipment[];
  errors: ShipmentError[];
  olderCount: number;
  nextCursor: string | null;
};

const pageSize = 100;
const PageOf = <Node extends z.ZodType>(node: Node) =>
  z.object({
    shipments: z.object({
      nodes: z.array(node),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    }),
  });
const RawPage = PageOf(z.unknown());

const countQuery = `query($state: ShipmentStateEnum!, $first: Int!, $after: String) {
  shipments(state: $state, first: $first, after: $after) {
    nodes { id order { completedAt } } pageInfo { hasNextPage endCursor }
  }
}`;
// `tracking` is left out on purpose: asking for it makes Letzshop fail.
const addressFields =
  "firstName lastName company streetName streetNumber city zipCode phone country { iso name { en fr de } }";
const pageQuery = `query($state: ShipmentStateEnum!, $first: Int!, $after: String) {
  shipments(state: $state, first: $first, after: $after) {
    nodes {
      id number state
      order { id number email completedAt locale shipAddress { ${addressFields} } billAddress { ${addressFields} } }
      inventoryUnits {
        id state
        variant {
          id sku mpn price tradeId { number parser }
          product { name { en fr de } _brand { ... on Brand { name } } }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Counts the shipments completed since a moment, and the pages they stand on, by a cheap pass over ids; throws OutboundError, `unexpected` when pages go in circles. */
export async function countShipments(
  access: LetzshopAccess & { since: Date },
  signal?: AbortSignal,
): Promise<{ total: number; pages: number }> {
  const known = new Set<string>();
  let nameless = 0;
  let pages = 0;
  for (const state of shipmentStates) {
    const guard = pageGuard(() => failureOf("unexpected"));
    let after: string | null = null;
    do {
      const page: RawShipmentPage = await askPage(access, { query: countQuery, state, after }, signal);
      guard.admit({ ids: page.nodes.map(idOf), cursor: page.nextCursor });
      pages += 1;
      for (const node of page.nodes) {
        const id = idOf(node);
        if (isOlder(node, access.since)) continue;
        if (id === null) nameless += 1;
        else known.add(id);
      }
      after = page.nextCursor;
    } while (after !== null);
  }
  return { total: known.size + nameless, pages };
}

/** Reads one page of up to 100 shipments; a node that cannot be read is an entry of `errors`. Throws OutboundError. */
export async function fetchShipmentPage(
  access: LetzshopAccess & { state: ShipmentState; after: string | null; since: Date },
  signal?: AbortSignal,
): Promise<ShipmentPage> {
  const raw = await askPage(access, { query: pageQuery, state: access.state, after: access.after }, signal);
  const page: ShipmentPage = { shipments: [], errors: [], olderCount: 0, nextCursor: raw.nextCursor };
  const seen = new Set<string>();
  for (const node of raw.nodes) {
    const id = idOf(node);
    if (id !== null && seen.has(id)) continue;
    if (id !== null) seen.add(id);
    if (isOlder(node, access.since)) {
      page.olderCount += 1;
      continue;
    }
    const read = readShipment(node);
    if (read.ok) page.shipments.push(read.shipment);
    else page.errors.push(read.error);
  }
  return page;
}

/** All pages of one state from a cursor on; finds loops, so that it always ends. Throws OutboundError. */
export async function* shipmentPages(
  access: LetzshopAccess & { state: ShipmentState; after?: string | null; since: Date },
  signal?: AbortSignal,
): AsyncGenerator<ShipmentPage> {
  const guard = pageGuard(() => failureOf("unexpected"));
  let after = access.after ?? null;
  do {
    const page: ShipmentPage = await fetchShipmentPage({ ...access, after }, signal);
    const ids = [...page.shipments.map(shipment => shipment.id), ...page.errors.map(error => error.shipmentId)];
    guard.admit({ ids, cursor: page.nextCursor, others: page.olderCount });
    yield page;
    after = page.nextCursor;
  } while (after !== null);
}

type RawShipmentPage = { nodes: unknown[]; nextCursor: string | null };

async function askPage(
  access: LetzshopAccess,
  question: { query: string; state: ShipmentState; after: string | null },
  signal: AbortSignal | undefined,
): Promise<RawShipmentPage> {
  const variables = { state: question.state, first: pageSize, after: question.after };
  const parsed = RawPage.safeParse(await askLetzshop(access, { query: question.query, variables }, signal));
  if (!parsed.success) throw failureOf("unexpected");
  const { nodes, pageInfo } = parsed.data.shipments;
  if (!pageInfo.hasNextPage) return { nodes, nextCursor: null };
  // "There is more" without a way to get it, or with the way we came, would never end.
  if (!pageInfo.endCursor || pageInfo.endCursor === question.after) throw failureOf("unexpected");
  return { nodes, nextCursor: pageInfo.endCursor };
}

const Dated = z.object({ order: z.object({ completedAt: z.union([z.string(), z.number()]) }) });

/** True when a node says that it is older than the period; one that does not say is kept. */
function isOlder(node: unknown, since: Date): boolean {
  const parsed = Dated.safeParse(node);
  return parsed.success && new Date(parsed.data.order.completedAt).getTime() < since.getTime();
}
