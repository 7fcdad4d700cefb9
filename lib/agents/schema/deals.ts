import { z } from "zod";

/** An agent's two kinds of deal. */
export type DealKind = "transaction" | "listing";

/** Where in its life a deal is, as an address names it. */
export const dealGroups = ["open", "closed", "terminated"] as const;

/** What each list can be sorted by, the first unless told otherwise. */
export const dealSorts = {
  transaction: ["date", "price", "address", "payout"],
  listing: ["date", "price", "address"],
} as const;
export type DealSort = (typeof dealSorts)[DealKind][number];

/** How many rows a page may have, the first unless told otherwise. */
export const dealRows = ["25", "50", "100"] as const;

/** The direction in which a column is read first: newest and dearest above, addresses from A. */
export const firstOrder = (sort: DealSort): "asc" | "desc" => (sort === "address" ? "asc" : "desc");

const word = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, "characters");
const day = z.iso.date().refine(text => text >= "1000", "date");

/** Which deals: by their place in life, reZEN's word for their state, words in them, days, and whether the newest sync has changed them. */
export const DealFilter = z.strictObject({
  group: z.enum(dealGroups).optional(),
  state: word.optional(),
  q: word.optional(),
  from: day.optional(),
  to: day.optional(),
  changed: z.literal("1").optional(),
});
export type DealFilter = z.output<typeof DealFilter>;

const order = z.enum(["asc", "desc"]);

/** What of an agent's transactions is downloaded, and in which order. */
export const TransactionExport = DealFilter.extend({
  sort: z.enum(dealSorts.transaction).optional(),
  order: order.optional(),
});

/** The same of listings. */
export const ListingExport = DealFilter.extend({ sort: z.enum(dealSorts.listing).optional(), order: order.optional() });

/** One page of an agent's deals, as an address asks for it. */
export type DealSearch = DealFilter & {
  sort: DealSort;
  order: "asc" | "desc";
  rows: (typeof dealRows)[number];
  after?: string;
  before?: string;
};

const { group, state, q, from, to, changed } = DealFilter.shape;
const place = z.string().max(8_000).optional().catch(undefined);
// What nobody can mean counts as not said: an address that was typed or cut off shows the list, not a fault.
const Lenient = z.object({
  group: group.catch(undefined),
  state: state.catch(undefined),
  q: q.catch(undefined),
  from: from.catch(undefined),
  to: to.catch(undefined),
  changed: changed.catch(undefined),
  order: order.optional().catch(undefined),
  rows: z.enum(dealRows).catch(dealRows[0]),
  after: place,
  before: place,
});

/** Reads what an address says of a list of deals; nonsense is the default. */
export function readDealSearch(kind: DealKind, told: Readonly<Record<string, unknown>>): DealSearch {
  const { order: wished, ...search } = Lenient.parse(told);
  const sort: DealSort = z.enum(dealSorts[kind]).catch(dealSorts[kind][0]).parse(told.sort);
  return { ...search, sort, order: wished ?? firstOrder(sort) };
}

/** Has somebody asked for some of the deals only? */
export const isFiltered = ({ group, state, q, from, to, changed }: DealFilter): boolean =>
  [group, state, q, from, to, changed].some(Boolean);

/** The same as the query of an address, without what is the default; `changes` are made first, and lead to the first page. */
export function writeDealSearch(search: DealSearch, changes: Partial<DealSearch> = {}): string {
  const isTurning = "after" in changes || "before" in changes;
  const kept =
    isTurning || Object.keys(changes).length === 0 ? search : { ...search, after: undefined, before: undefined };
  const { sort, order, rows, ...rest } = { ...kept, ...changes };
  const isFirstOrder = order === firstOrder(sort);
  const shown = {
    ...rest,
    sort: sort === "date" && isFirstOrder ? undefined : sort,
    order: isFirstOrder ? undefined : order,
  };
  const told = { ...shown, rows: rows === dealRows[0] ? undefined : rows };
  const entries = Object.entries(told).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return new URLSearchParams(entries).toString();
}

/** A deal of an agent by reZEN's id. */
export const dealId = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u);
