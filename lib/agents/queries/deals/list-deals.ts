import { Prisma, type Tx, transaction } from "@/lib/platform/db";
import { readPlace, selectPage, type Turn, turnPage, writePlace } from "@/lib/platform/keyset";
import { type DealKind, type DealSearch, isFiltered } from "../../schema/deals";
import type { ListingRow, TransactionRow } from "../../view/deals";
import { findReading, type Reading } from "./reading";
import { sortOf, sources } from "./sources";
import { whichDeals } from "./which-deals";

type Rows = { transaction: TransactionRow; listing: ListingRow };
type Ordered = Pick<DealSearch, "sort" | "order">;

/** How many deals there are of each state. */
export type StateCount = { group: string; state: string | null; count: number };

/** A page of a list of deals, with what can be filtered by. */
export type DealList<Row> = {
  items: Row[];
  previous: string | null;
  next: string | null;
  /** Exactly how many there are; told of a filtered list only. */
  total: number | null;
  states: StateCount[];
  reading: Reading;
};

const orderName = ({ sort, order }: Ordered) => `${sort}.${order}`;

/** Reads where in its order a list is asked for; what cannot be read is its beginning. */
export function turnOf(kind: DealKind, search: DealSearch): Turn {
  const read = (text: string | undefined) => readPlace(orderName(search), sortOf(kind, search.sort).kind, text);
  const [after, before] = [read(search.after), read(search.before)];
  if (after) return { place: after, isBackward: false };
  return before && { place: before, isBackward: true };
}

type Ask = {
  userId: number;
  kind: DealKind;
  search: DealSearch;
  turn: Turn;
  take: number;
  fields: Prisma.Sql;
  /** Each row tells how many there are, where a filter means some of them. */
  isCounted: boolean;
};

/** Does no index lead to the rows of a search, so that all of the account's are gone through for each page? */
export const isGathered = (kind: DealKind, search: DealSearch): boolean =>
  isFiltered(search) || !sortOf(kind, search.sort).isIndexed;

/**
 * The rows of a page in the order of the search. Where no index leads to them, because of the filter or of the order, the account's rows are gone
 * through once: what is found is counted and sorted.
 */
export async function readDeals<Row>(tx: Tx, ask: Ask): Promise<Row[]> {
  const { userId, kind, search, turn, take, fields, isCounted } = ask;
  const { table } = sources[kind];
  const { key, kind: keyKind } = sortOf(kind, search.sort);
  const owned = Prisma.sql`d.user_id = ${userId}`;
  const which = isFiltered(search) ? whichDeals(userId, kind, search) : owned;
  const isThrough = isGathered(kind, search);
  const found = Prisma.sql`WITH found AS MATERIALIZED (SELECT ${key} AS sort_key, d.id FROM ${table} d WHERE ${which})`;
  const gathered = {
    from: Prisma.sql`found f`,
    where: Prisma.sql`true`,
    key: Prisma.sql`f.sort_key`,
    id: Prisma.sql`f.id`,
  };
  const direct = { from: Prisma.sql`${table} d`, where: owned, key, id: Prisma.sql`d.id` };
  const sorted = { ...(isThrough ? gathered : direct), kind: keyKind, isAscending: search.order === "asc" };
  const total = isCounted && isFiltered(search) ? Prisma.sql`(SELECT count(*)::int FROM found)` : Prisma.sql`NULL::int`;
  return tx.$queryRaw<Row[]>`
    ${isThrough ? found : Prisma.empty} SELECT ${fields}, page.sort_key::text AS "sortKey", ${total} AS total
    FROM (${selectPage(sorted, turn, take)}) page JOIN ${table} d ON d.user_id = ${userId} AND d.id = page.id ORDER BY page.place`;
}

const countStates = (tx: Tx, userId: number, kind: DealKind) => tx.$queryRaw<StateCount[]>`
  SELECT lower(d.lifecycle_group) AS "group", d.state, count(*)::int AS count FROM ${sources[kind].table} d
  WHERE d.user_id = ${userId} GROUP BY d.lifecycle_group, d.state ORDER BY d.state`;

/** A page of an agent's deals. A place behind which nothing is left is the beginning, so that nobody looks at an empty page of a full list. */
export const listDeals = <Kind extends DealKind>(
  userId: number,
  kind: Kind,
  search: DealSearch,
): Promise<DealList<Rows[Kind]>> =>
  transaction({ agent: userId }, async tx => {
    const size = Number(search.rows);
    const ask = { userId, kind, search, take: size + 1, fields: sources[kind].fields, isCounted: true };
    const read = (turn: Turn) => readDeals<Rows[Kind] & { total: number | null }>(tx, { ...ask, turn });
    const asked = turnOf(kind, search);
    const found = await read(asked);
    const turn = found.length > 0 ? asked : null;
    const rows = found.length > 0 || asked === null ? found : await read(null);
    const { items, previous, next } = turnPage<Rows[Kind]>(rows, turn, size);
    const write = (place: typeof next) => place && writePlace(orderName(search), place);
    return {
      ...{ items, previous: write(previous), next: write(next) },
      total: isFiltered(search) ? (rows[0]?.total ?? 0) : null,
      states: await countStates(tx, userId, kind),
      reading: await findReading(tx, userId, sources[kind].step),
    };
  });
