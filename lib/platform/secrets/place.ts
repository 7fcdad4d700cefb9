import { secretPrefix } from "../crypto";
import { Prisma, type Tx } from "../db";

/** A column of encrypted secrets; `key` is its table's primary key, whose value is the row in every secret's context. Null where a row has none. */
export type SecretPlace = { table: string; column: string; key: string; keyType: "int" | "text" };

/** A stored secret with its row. */
export type StoredSecret = { row: string; blob: string };

// Names come from constants of ours, never from outside; whatever else they are, they are no SQL.
function name(text: string) {
  if (!/^[a-z_]+$/.test(text)) throw new Error(`not a name: ${text}`);
  return Prisma.raw(`"${text}"`);
}
const typed = ({ keyType }: SecretPlace, value: string) =>
  keyType === "int" ? Prisma.sql`${Number(value)}::int` : Prisma.sql`${value}`;

/** How many secrets of a place one master key closed. */
export async function countClosedBy(tx: Tx, place: SecretPlace, keyId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${name(place.table)} WHERE starts_with(${name(place.column)}, ${secretPrefix(keyId)})`;
  return row?.count ?? 0;
}

/** How many secrets of a place any other master key closed. */
export async function countOthers(tx: Tx, place: SecretPlace, keyId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${name(place.table)} WHERE NOT starts_with(${name(place.column)}, ${secretPrefix(keyId)})`;
  return row?.count ?? 0;
}

/** The next secrets of a place that another master key closed, in the order of their rows. */
export function listOthers(
  tx: Tx,
  place: SecretPlace,
  from: { keyId: string; after: string | null; limit: number },
): Promise<StoredSecret[]> {
  const [key, column] = [name(place.key), name(place.column)];
  const after = from.after === null ? Prisma.empty : Prisma.sql`AND ${key} > ${typed(place, from.after)}`;
  return tx.$queryRaw<StoredSecret[]>`
    SELECT ${key}::text AS row, ${column} AS blob FROM ${name(place.table)}
    WHERE NOT starts_with(${column}, ${secretPrefix(from.keyId)}) ${after} ORDER BY ${key} LIMIT ${from.limit}`;
}

/** Puts a secret closed anew in the place of the one that was read; false when somebody changed it meanwhile, and then theirs stays. */
export async function swapSecret(tx: Tx, place: SecretPlace, old: StoredSecret, fresh: string): Promise<boolean> {
  const column = name(place.column);
  const swapped = await tx.$executeRaw`
    UPDATE ${name(place.table)} SET ${column} = ${fresh} WHERE ${name(place.key)} = ${typed(place, old.row)} AND ${column} = ${old.blob}`;
  return swapped === 1;
}
