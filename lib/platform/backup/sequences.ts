import "server-only";
import type pg from "pg";
import type { Manifest } from "./manifest";

type Sequence = Manifest["sequences"][number];

/** Where every sequence stands. They belong to no snapshot: asked after the tables were read, none is behind a row that was. */
export async function listSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'pgboss') AND c.relkind = 'S' ORDER BY 1`,
  );
  const found: Sequence[] = [];
  for (const { name } of rows) {
    const select = `SELECT last_value AS "lastValue", is_called AS "isCalled" FROM ${name}`;
    const [state] = (await client.query<Omit<Sequence, "name">>(select)).rows;
    if (state) found.push({ name, ...state });
  }
  return found;
}

/** Lets every sequence go on where it stood. */
export async function setSequences(client: pg.Client, sequences: readonly Sequence[]): Promise<void> {
  for (const { name, lastValue, isCalled } of sequences)
    await client.query("SELECT setval($1::regclass, $2::bigint, $3)", [name, lastValue, isCalled]);
}
