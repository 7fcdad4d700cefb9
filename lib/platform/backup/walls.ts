import "server-only";
import type pg from "pg";
import type { Table } from "./tables";

type ForeignKey = { sql: string; name: string; definition: string };

const foreignKeys = `
  SELECT c.conrelid::regclass::text AS sql, quote_ident(c.conname) AS name, pg_get_constraintdef(c.oid) AS definition
  FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
  WHERE c.contype = 'f' AND c.conparentid = 0 AND r.relnamespace IN ('public'::regnamespace, 'pgboss'::regnamespace)
  ORDER BY 1, 2`;

/**
 * Opens what would refuse rows that come back in the order of their tables: foreign keys, triggers (they did their work when the rows were
 * written first), and row-level security, which hides rows from the owner too. Answers what closes all of it again inside the same transaction:
 * a foreign key that comes back looks at every row, so nothing without its owner gets by.
 */
export async function openWalls(client: pg.Client, tables: readonly Table[]): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<ForeignKey>(foreignKeys);
  for (const { sql, name } of keys) await client.query(`ALTER TABLE ${sql} DROP CONSTRAINT ${name}`);
  for (const { sql, isWalled } of tables) {
    await client.query(`ALTER TABLE ${sql} DISABLE TRIGGER USER`);
    if (isWalled) await client.query(`ALTER TABLE ${sql} NO FORCE ROW LEVEL SECURITY`);
  }
  return async () => {
    for (const { sql, name, definition } of keys)
      await client.query(`ALTER TABLE ${sql} ADD CONSTRAINT ${name} ${definition}`);
    for (const { sql, isWalled } of tables) {
      await client.query(`ALTER TABLE ${sql} ENABLE TRIGGER USER`);
      if (isWalled) await client.query(`ALTER TABLE ${sql} FORCE ROW LEVEL SECURITY`);
    }
  };
}
