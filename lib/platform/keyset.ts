import { z } from "zod";
import { Prisma } from "./db";

/** What a list is sorted by: how its keys are read back out of a place. */
export type KeyKind = "day" | "int" | "number" | "text" | "time";

/** A row's place in a sorted list: its key as text, null where it has none, and its id, which parts equal keys. */
export type Place = { key: string | null; id: string };

/** Which page of a list: behind a place, or before one, or the first. */
export type Turn = { place: Place; isBackward: boolean } | null;

const noNull = (text: string) => !text.includes("\0");
const keySchemas: Record<KeyKind, z.ZodType<string>> = {
  day: z.iso.date().refine(day => !day.startsWith("0000")),
  int: z.string().regex(/^-?\d{1,9}$/),
  number: z.string().regex(/^-?\d{1,24}(\.\d{1,9})?$/),
  text: z.string().max(4_000).refine(noNull),
  // As Postgres writes one into JSON.
  time: z.iso.datetime({ offset: true }).refine(time => !time.startsWith("0000")),
};
const casts = {
  day: Prisma.sql`date`,
  int: Prisma.sql`int`,
  number: Prisma.sql`numeric`,
  text: Prisma.sql`text`,
  time: Prisma.sql`timestamptz`,
};

/** A place as it stands in an address. `order` names the list's order: in another one the same text is nowhere. */
export const writePlace = (order: string, { key, id }: Place): string =>
  Buffer.from(JSON.stringify([order, key, id])).toString("base64url");

/** The place that a text of an address names in a list of this order; null for anything else, which is the list's beginning. */
export function readPlace(order: string, kind: KeyKind, text: string | undefined): Place | null {
  try {
    const told: unknown = JSON.parse(Buffer.from(text ?? "", "base64url").toString());
    const shape = z.tuple([z.literal(order), keySchemas[kind].nullable(), z.string().min(1).max(200).refine(noNull)]);
    const { data } = shape.safeParse(told);
    return data ? { key: data[1], id: data[2] } : null;
  } catch {
    return null;
  }
}

type Sorted = {
  /** What is read, with its alias, and which of it. */
  from: Prisma.Sql;
  where: Prisma.Sql;
  /** Its key, which may be null, and its id, which may not. An index on what `where` fixes, the key and the id serves both directions. */
  key: Prisma.Sql;
  id: Prisma.Sql;
  kind: KeyKind;
  isAscending: boolean;
};

/**
 * The ids of one page of a sorted list, as a query with the columns `sort_key`, `id` and `place`, at most `take` rows nearest to the place. Rows
 * without a key come last in either direction, so they are looked for apart from the others, and each half can follow an index. Backward the
 * nearest row comes first: `place` counts in the order of the search, and `turnPages` puts it right.
 */
export function selectPage({ from, where, key, id, kind, isAscending }: Sorted, turn: Turn, take: number): Prisma.Sql {
  const isBackward = turn?.isBackward ?? false;
  const isUp = isAscending !== isBackward;
  const direction = isUp ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = isUp ? Prisma.sql`>` : Prisma.sql`<`;
  const nulls = isBackward ? Prisma.sql`NULLS FIRST` : Prisma.sql`NULLS LAST`;
  const half = (condition: Prisma.Sql) => Prisma.sql`
    (SELECT ${key} AS sort_key, ${id} AS id FROM ${from} WHERE ${where} AND ${condition} ORDER BY ${key} ${direction}, ${id} ${direction} LIMIT ${take}::int)`;
  const place = turn?.place;
  const isAmongNulls = place !== undefined && place.key === null;
  const keyed = [
    ...(isAmongNulls && !isBackward ? [] : [Prisma.sql`${key} IS NOT NULL`]),
    ...(place && !isAmongNulls
      ? [Prisma.sql`(${key}, ${id}) ${beyond} (${place.key}::${casts[kind]}, ${place.id})`]
      : []),
  ];
  const keyless = [
    ...(place && !isAmongNulls && isBackward ? [] : [Prisma.sql`${key} IS NULL`]),
    ...(isAmongNulls ? [Prisma.sql`${id} ${beyond} ${place.id}`] : []),
  ];
  const halves = [keyed, keyless].filter(one => one.length > 0).map(one => half(Prisma.join(one, " AND ")));
  return Prisma.sql`
    SELECT sort_key, id, row_number() OVER (ORDER BY sort_key ${direction} ${nulls}, id ${direction}) AS place
    FROM (${Prisma.join(halves, " UNION ALL ")}) halves ORDER BY place LIMIT ${take}::int`;
}

/** A page as it is shown, and the places that lead to the pages beside it; null where there is none. */
export type Page<Row> = { items: Row[]; previous: Place | null; next: Place | null };

/** Puts the rows that were found for a page, one more than it shows, into the list's order. */
export function turnPage<Row extends { id: string; sortKey: string | null }>(
  found: readonly Row[],
  turn: Turn,
  size: number,
): Page<Row> {
  const isBackward = turn?.isBackward ?? false;
  const near = found.slice(0, size);
  const items = isBackward ? near.toReversed() : near;
  const hasMore = found.length > size;
  const placeOf = (row: Row | undefined): Place | null => (row ? { key: row.sortKey, id: row.id } : null);
  return {
    items,
    previous: (isBackward ? hasMore : turn !== null) ? placeOf(items[0]) : null,
    next: isBackward || hasMore ? placeOf(items.at(-1)) : null,
  };
}
