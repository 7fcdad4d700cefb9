import { Prisma } from "../db";
import type { SecretPlace } from "./place";

/** A column of secrets and the key of its table, as the pieces of SQL that name them. */
type Named = { table: Prisma.Sql; column: Prisma.Sql; key?: Prisma.Sql; isText?: boolean };

/** The statements of a column in which secrets are kept, each closed for its row; `key` says which row, by an integer unless `isText`. */
export function secretColumn({ table, column, key = Prisma.sql`id`, isText = false }: Named): SecretPlace {
  const toKey = (text: string | null) => (isText ? Prisma.sql`${text}` : Prisma.sql`${text}::int`);
  const first = isText ? Prisma.sql`''` : Prisma.sql`0`;
  return {
    table: table.sql,
    column: column.sql,
    count: (tx, prefix) => tx.$queryRaw`
      SELECT count(*) FILTER (WHERE starts_with(${column}, ${prefix}))::int AS closed,
        count(*) FILTER (WHERE NOT starts_with(${column}, ${prefix}))::int AS others FROM ${table}`,
    listClosed: (tx, { prefix, limit }) => tx.$queryRaw`
      SELECT ${key}::text AS row, ${column} AS blob FROM ${table} WHERE starts_with(${column}, ${prefix}) LIMIT ${limit}`,
    listOthers: (tx, { prefix, after, limit }) => tx.$queryRaw`
      SELECT ${key}::text AS row, ${column} AS blob FROM ${table}
      WHERE NOT starts_with(${column}, ${prefix}) AND ${key} > coalesce(${toKey(after)}, ${first}) ORDER BY ${key} LIMIT ${limit}`,
    swap: (tx, old, fresh) => tx.$executeRaw`
      UPDATE ${table} SET ${column} = ${fresh} WHERE ${key} = ${toKey(old.row)} AND ${column} = ${old.blob}`,
  };
}
