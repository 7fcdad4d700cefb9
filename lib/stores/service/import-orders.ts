import { z } from "zod";
import { SecretKeyMissing } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { addCounts, Counts, countChanges, noCounts, toResult } from "@/lib/platform/flow/counts";
import { DeferredFailure, PausingFailure } from "@/lib/platform/flow/failure";
import { ReadAhead } from "@/lib/platform/flow/read-ahead";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { UnreadableKey } from "@/lib/platform/secrets/kept-key";
import {
  countShipments,
  type ShipmentPage,
  type ShipmentState,
  shipmentPages,
  shipmentStates,
} from "../client/letzshop";
import { explainLetzshop, isKeyFault, noKey, noMasterKey, noOrders, otherShop, unreadableKey } from "./import/explain";
import { clearIssues, type Issue, writeIssues } from "./import/issues";
import { type OrderRow, toOrderRow } from "./import/order-rows";
import { writeOrders } from "./import/write-orders";
import { healKey } from "./key-health";
import { awaitAnyKey, awaitOtherKey } from "./key-wait";
import { findKeyShop, openKey } from "./letzshop-key";
import { keepOrdersShop } from "./shop-change";
import { alertUnreadable } from "./unreadable-key";

const step = "orders";
const masterKeySeconds = 60;

// `state` is where the next page is read, null when all pages were; `shop` is whose pages these are.
const Cursor = z.object({
  shop: z.string(),
  total: z.number(),
  state: z.enum(shipmentStates).nullable(),
  after: z.string().nullable(),
  counts: Counts,
});
type Cursor = z.infer<typeof Cursor>;

type Setup = { apiKey: string; keySavedAt: Date; isKeyBroken: boolean; shop: string; since: Date };

/** What is needed to begin; a key that does not open is marked and waited for like one that is refused. */
async function readSetup(context: WorkerContext): Promise<Setup> {
  try {
    return await openSetup(context);
  } catch (thrown) {
    // A rotation that another process knows of already, or a start with too few keys: no owner can mend it, and no try is used up.
    if (thrown instanceof AppError && thrown.cause instanceof SecretKeyMissing)
      throw new DeferredFailure(noMasterKey(), masterKeySeconds);
    if (!(thrown instanceof UnreadableKey)) throw thrown;
    const { subjectId: storeId, runId: jobId } = context;
    await alertUnreadable(storeId);
    const { savedAt } = thrown;
    throw new PausingFailure(unreadableKey(), awaitOtherKey({ storeId, savedAt, fault: "unreadable", jobId }));
  }
}

async function openSetup({ subjectId: storeId, runId }: WorkerContext): Promise<Setup> {
  return transaction({ store: storeId }, async tx => {
    const wanted = await tx.storeImport.findUnique({ where: { runId }, select: { since: true } });
    const opened = await openKey(tx, storeId, { purpose: "import", jobId: runId });
    if (!opened || !wanted?.since) throw lacksKey(storeId);
    const { apiKey, savedAt: keySavedAt, isBroken: isKeyBroken, shopId: shop } = opened;
    return { apiKey, keySavedAt, isKeyBroken, shop, since: wanted.since };
  });
}

const lacksKey = (storeId: number) => new PausingFailure(noKey(), awaitAnyKey(storeId));

/** Stops an import whose key was deleted meanwhile, or replaced by that of another shop: it is used no more, not even by who has it open. */
async function requireKey(tx: Tx, storeId: number, shop: string): Promise<void> {
  const kept = await findKeyShop(tx, storeId);
  if (kept === null) throw lacksKey(storeId);
  if (kept !== shop) throw otherShop();
}

/** Skipped when only the feeds are read again. */
export async function whyNoOrders({ subjectId, runId }: WorkerContext): Promise<string | null> {
  const wanted = await transaction({ store: subjectId }, tx =>
    tx.storeImport.findUnique({ where: { runId }, select: { since: true } }),
  );
  return wanted?.since === null ? noOrders() : null;
}

/** One page of the upstream as rows and problems; `fresh` are those of its ids that no page has had before. */
type OrderPage = { rows: OrderRow[]; issues: Issue[]; fresh: Set<string>; fetched: number };

function toOrderPage(page: ShipmentPage, seen: Set<string>): OrderPage {
  const ids = [...page.shipments.map(shipment => shipment.id), ...page.errors.map(error => error.shipmentId)];
  const fresh = new Set(ids.filter(id => id !== null && !seen.has(id)) as string[]);
  for (const id of fresh) seen.add(id);
  const found = page.shipments.map(toOrderRow);
  const unreadable = page.errors.map(({ shipmentId, field, message }) => {
    return { source: shipmentId ?? "unknown", field, code: "unreadable", message };
  });
  return {
    rows: found.filter(one => "order" in one),
    issues: [...unreadable, ...found.filter(one => "code" in one)],
    fresh,
    fetched: fresh.size + ids.filter(id => id === null).length,
  };
}

const toRefusal = ({ order }: OrderRow): Issue => {
  return { source: order.shipment, field: "", code: "not_writable", message: "The shipment could not be stored." };
};

/** Writes a page and answers what it counts for; a shipment that an earlier page had is written again and counts for nothing. */
async function writePage(tx: Tx, context: WorkerContext, page: OrderPage): Promise<Counts> {
  const { changes, refused } = await writeSoundRows(tx, page.rows, rows => writeOrders(tx, context.subjectId, rows));
  const issues = [...page.issues, ...refused.map(toRefusal)];
  await writeIssues(tx, { ...context, step }, issues);
  const isFresh = (id: string) => page.fresh.has(id);
  const isRefused = new Set(refused.map(row => row.order.shipment));
  const written = page.rows.filter(({ order }) => isFresh(order.shipment) && !isRefused.has(order.shipment));
  const { fetched } = page;
  const changed = countChanges(changes.filter(({ id }) => isFresh(id)));
  return { fetched, skipped: fetched - written.length, issues: issues.length, ...changed };
}

/** Where the next page begins: after the last page of one state comes the first page of the next state. */
function moveOn(cursor: Cursor, state: ShipmentState, after: string | null): Cursor {
  const next = after === null ? (shipmentStates[shipmentStates.indexOf(state) + 1] ?? null) : state;
  return { ...cursor, state: next, after };
}

type Reading = { from: Cursor; state: ShipmentState; pages: ReadAhead<ShipmentPage>; seen: Set<string> };

async function importPages(context: WorkerContext, { from, state, pages, seen }: Reading): Promise<Cursor> {
  let cursor = from;
  for (let page = await pages.take(); page !== null; page = await pages.take()) {
    const orders = toOrderPage(page, seen);
    const { counts } = cursor;
    cursor = moveOn(cursor, state, page.nextCursor);
    await context.page({ done: counts.fetched + orders.fetched, total: cursor.total, cursor }, async tx => {
      await requireKey(tx, context.subjectId, from.shop);
      // The next page is fetched while this one is written, but not with a key that is there no longer.
      pages.readOn();
      cursor.counts = addCounts(counts, await writePage(tx, context, orders));
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}

async function importState(context: WorkerContext, setup: Setup, from: Cursor, seen: Set<string>): Promise<Cursor> {
  const state = from.state ?? shipmentStates[0];
  const pages = new ReadAhead(shipmentPages({ ...setup, state, after: from.after }, context.signal));
  try {
    return await importPages(context, { from, state, pages, seen });
  } finally {
    await pages.close();
  }
}

/** Goes on after the last page of this shop, else begins by a cheap pass that counts ids: that count is the total. */
async function openCursor(context: WorkerContext, setup: Setup): Promise<Cursor> {
  const known = Cursor.safeParse(context.cursor);
  if (known.success && known.data.shop === setup.shop) return known.data;
  const { total } = await countShipments(setup, context.signal);
  const cursor = { shop: setup.shop, total, state: shipmentStates[0], after: null, counts: noCounts };
  await context.page({ done: 0, total, cursor }, async tx => {
    await requireKey(tx, context.subjectId, setup.shop);
    await keepOrdersShop(tx, context.subjectId, setup.shop);
    await clearIssues(tx, { ...context, step });
  });
  return cursor;
}

/** A failed call in words for the owner; one that the key is to blame for marks it and waits until it works or there is another. */
function toTold(thrown: unknown, { subjectId: storeId, runId: jobId }: WorkerContext, savedAt: Date): unknown {
  const told = explainLetzshop(thrown);
  if (!(thrown instanceof OutboundError) || !isKeyFault(thrown.kind)) return told;
  const fault = thrown.kind;
  return new PausingFailure(told, awaitOtherKey({ storeId, savedAt, fault, jobId }));
}

/**
 * Imports the orders of the period from Letzshop, page by page, each with its cursor; another shop's key begins anew. Throws OutboundError
 * in words for the owner; a key that is refused is marked broken and waited for, and one that read to the end works again.
 */
export async function importOrders(context: WorkerContext): Promise<Record<string, unknown>> {
  const setup = await readSetup(context);
  const { keySavedAt: savedAt } = setup;
  const seen = new Set<string>();
  try {
    let cursor = await openCursor(context, setup);
    while (cursor.state !== null) cursor = await importState(context, setup, cursor, seen);
    const proved = { storeId: context.subjectId, savedAt, jobId: context.runId };
    if (setup.isKeyBroken) await context.page({ done: cursor.counts.fetched }, tx => healKey(tx, proved));
    return toResult(cursor.counts);
  } catch (thrown) {
    throw toTold(thrown, context, savedAt);
  }
}
