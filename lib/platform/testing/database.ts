import { randomBytes } from "node:crypto";
import pg from "pg";

/** The address of another database on the same server. */
export function databaseBeside(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs `work` on one plain connection, as the role that owns the database: no tenant, no system role. */
export async function withConnection<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes an empty database, or a copy of `template`, on the server of `databaseUrl`; returns its address. Nobody may be connected to the template. */
export async function createDatabase(databaseUrl: string, template = "template0"): Promise<string> {
  const name = `gangway_test_${randomBytes(6).toString("hex")}`;
  await withConnection(databaseUrl, client =>
    client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${client.escapeIdentifier(template)}`),
  );
  return databaseBeside(databaseUrl, name);
}

const mayNotEnd = (error: unknown) => error instanceof pg.DatabaseError && error.code === "42501";

/** Drops a database made by `createDatabase`, with whoever is still connected. `from` is any other database of the server. An autovacuum is not ours to end: it is waited for, a minute at most. */
export async function dropDatabase(databaseUrl: string, from: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  await withConnection(from, async client => {
    for (let left = 60; ; left--) {
      try {
        await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
        return;
      } catch (error) {
        if (left === 0 || !mayNotEnd(error)) throw error;
        await new Promise(resolve => setTimeout(resolve, 1000));
      }
    }
  });
}
