import "server-only";
import type pg from "pg";
import { BackupRefused } from "./manifest";

/** A table whose rows are kept: its name with its schema, and as it stands in SQL. */
export type Table = { name: string; sql: string; columns: string[]; order: string | null; isWalled: boolean };

// Of the queues' own books: which version, what it does to itself, and figures. Every migration makes them anew, and none of it is work.
const notKept = ["public._prisma_migrations", "pgboss.version", "pgboss.bam", "pgboss.warning", "pgboss.queue_stats"];

// With these every database writes the same row as the same text.
const plainText = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL client_encoding = 'UTF8'`;

/** Begins a transaction in which rows are read and written as the same text everywhere. */
export async function begin(client: pg.Client, kind: string): Promise<void> {
  await client.query(`BEGIN ${kind}`);
  await client.query(plainText);
}

/**
 * The tables of the product and of its queues, in the order of their names, with the columns that are not computed from others. `order` puts rows
 * into the same order in every database: by the primary key; where there is none, all that the row says does.
 */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS sql, c.relrowsecurity AS "isWalled",
       (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT string_agg(quote_ident(a.attname) || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', ' ORDER BY k.at)
         FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, at)
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
         WHERE i.indrelid = c.oid AND i.indisprimary) AS "order"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname || '.' || c.relname <> ALL($1)
     ORDER BY 1`,
    [notKept],
  );
  return rows;
}

/**
 * Throws BackupRefused unless the system's role sees every row of every table that has row-level security: what it does not see would be
 * missing, and nobody would hear of it.
 */
export async function requireSight(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relrowsecurity AND c.relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace) AND (
       NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
         AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND 'gangway_system'::regrole = ANY (p.polroles))
       OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive))`,
  );
  if (rows.length === 0) return;
  throw new BackupRefused(`The system's role does not see every row of ${rows.map(({ name }) => name).join(", ")}.`);
}

/** Every migration that was applied, with its checksum, and the version of the queues: two databases with the same answer have the same tables. */
export async function listSchema(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ state: string }>(
    `SELECT migration_name || ' ' || checksum AS state FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL
     UNION ALL SELECT 'queues ' || version FROM pgboss.version ORDER BY 1`,
  );
  return rows.map(({ state }) => state);
}

/** Holds the tables as they are, as pg_dump does: one that is written anew after the snapshot would look empty to it. Reads and writes go on. */
export async function holdTables(client: pg.Client, tables: readonly Table[]): Promise<void> {
  await client.query("SET LOCAL lock_timeout = '10s'");
  await client.query(`LOCK TABLE ${tables.map(({ sql }) => sql).join(", ")} IN ACCESS SHARE MODE`);
}

/** The statement that reads a table's rows. */
export const copyOut = ({ sql, columns, order }: Table) =>
  `COPY (SELECT ${columns.join(", ")} FROM ${sql} t ORDER BY ${order ?? `ROW(${columns.join(", ")})::text COLLATE "C"`}) TO STDOUT`;

/** The statement that takes them in again. */
export const copyIn = ({ sql, columns }: Table) => `COPY ${sql} (${columns.join(", ")}) FROM STDIN`;
